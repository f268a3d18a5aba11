"""Who stands on which side: lists, owners, passives, complements, datelines, two objects."""

from collections.abc import Callable

import pytest

from transforms.records import EventMention

Find = Callable[[str], list[EventMention]]
Side = set[str]


@pytest.mark.parametrize(
    ("text", "kind", "sources", "targets"),
    [
        # a list after "of": each has a president, a leader, an envoy of its own
        ("The presidents of Kenya and Uganda signed the agreement.", "SUPPORT", {"KEN", "UGA"}, set()),
        ("The leaders of India, Nepal, Japan and China met in Geneva.", "CONSULT", {"IND", "NPL", "JPN", "CHN"}, set()),
        ("Envoys of Cairo, of Amman and of Riyadh signed the agreement.", "SUPPORT", {"EGY", "JOR", "SAU"}, set()),
        ("The heads of NATO and the European Union met in Brussels.", "CONSULT", {"IGO:NATO", "IGO:EU"}, set()),
        ("The president of Bosnia and Herzegovina met Croatia.", "CONSULT", {"BIH"}, {"HRV"}),
        # names in a row that parsers take for appositions
        ("Nelson Mandela, Robert Mugabe and Sam Nujoma signed the peace agreement.", "SUPPORT", {"ZAF", "ZWE", "NAM"}, set()),
        # two phrases before the verb: the second acts, but "a body" only explains the first
        ("The foreign secretary, Jeremy Hunt spoke to Mike Pompeo in 2019.", "CONSULT", {"GBR"}, {"USA"}),
        ("Members of the African Union, a body linked to the UN, accused Sudan of lying.", "ACCUSE", {"IGO:AU"}, {"SDN"}),
        # a name behind a fronted phrase, which parsers join to that phrase
        ("In a speech at the state department on Wednesday, Mike Pence, the vice-president, criticised Iran.", "ACCUSE", {"USA"}, {"IRN"}),
        (
            "Prior to the talks between Japan and the DPRK, Li Bin, Chinese ambassador to Peru, met with the Iranian envoy.",
            "CONSULT",
            {"CHN"},
            {"IRN"},
        ),
        ("By contrast, Vladimir Putin, the Russian president, turning the tide, welcomed the US move.", "SUPPORT", {"RUS"}, {"USA"}),
        # where two sides fight one another is only where; what stands behind a judgement is its object
        ("Armenian and Azerbaijani forces clashed in Nagorno-Karabakh.", "ASSAULT", {"ARM", "AZE"}, set()),
        ("Egypt denounced as unacceptable Ethiopia's decision to fill the dam.", "ACCUSE", {"EGY"}, {"ETH"}),
        # a text speaks for those who adopt, issue or own it
        ("Hungary's parliament passed a resolution condemning Chad.", "ACCUSE", {"HUN"}, {"TCD"}),
        ("The UN adopted a resolution that calls on Iraq to leave.", "REQUEST", {"IGO:UN"}, {"IRQ"}),
        ("A resolution condemning Iraq was passed by the UN.", "ACCUSE", {"IGO:UN"}, {"IRQ"}),
        ("A letter from Iran accusing Iraq of lies was published.", "ACCUSE", {"IRN"}, {"IRQ"}),
        ("The statement that France issued condemned Iraq.", "ACCUSE", {"FRA"}, {"IRQ"}),
        ("Russia vetoed a resolution condemning Chad.", "REJECT", {"RUS"}, {"TCD"}),
        # nor where others are, in a clause of their own; who is in and around a town is of its state; relatives are not he
        ("Cuba urged citizens to march after a boy's relatives in Kenya sued.", "REQUEST", {"CUB"}, set()),
        ("Officials in and around Peshawar warned India.", "THREATEN", {"PAK"}, {"IND"}),
        ("Cuba asked for visas for Elian's father, his stepmother and his cousin, Fidel Castro said.", "REQUEST", {"CUB"}, set()),
        # a town that is struck is its state's; who arrested stands behind who was arrested
        ("Russia fired missiles at Kharkiv.", "ASSAULT", {"RUS"}, {"UKR"}),
        ("The bombing of Kharkiv by Russia went on.", "ASSAULT", {"RUS"}, {"UKR"}),
        ("The arrest of two Britons by Iran angered Peru.", "COERCE", {"IRN"}, {"GBR"}),
        ("France condemned the arrest of two Britons by Iran.", "ACCUSE", {"FRA"}, {"IRN"}),
        # whose own people are asked asks nobody else; what he is there for is said between commas
        ("Peru urged its citizens to leave Yemen.", "REQUEST", {"PER"}, set()),
        ("Bill Clinton, in Damascus for talks with Turkey, criticised Iran.", "CONSULT", {"USA"}, {"TUR"}),
        # who brokered what was agreed, or where it will be talked about, is promised nothing; who gets it is
        ("Saudi Arabia and Iran agreed to restore ties in a deal brokered by China.", "AGREE", {"SAU", "IRN"}, set()),
        ("Mali agreed to attend talks in Addis Ababa.", "AGREE", {"MLI"}, set()),
        ("Britain agreed to hand over the Chagos Islands to Mauritius.", "AGREE", {"GBR"}, {"MUS"}),
        # who prompts an act is whom it is aimed at
        ("India closed the border, leading Pakistan to recall its ambassador.", "SANCTION", {"PAK"}, {"IND"}),
        ("Greece asked for help, leading Pakistan to send doctors.", "AID", {"PAK"}, set()),
        ("Iran promised Iraq to shut down its test site.", "AGREE", {"IRN"}, {"IRQ"}),
        # talks are in somebody else's town; the government of an emir is his
        ("Firms of Peru and Chad fell, a day after the army walked out of the talks in Cairo.", "SANCTION", {"UNK"}, set()),
        ("Iraq freed ten men. Iraq's army overthrew the government of the emir.", "COERCE", {"IRQ"}, {"UNK"}),
        ("Hamas called for protests in the Gaza Strip.", "REQUEST", {"GRP:HAMAS"}, set()),
        # two passives have one agent
        ("A Peruvian engineer was abducted and killed by the PKK.", "ASSAULT", {"GRP:PKK"}, {"PER"}),
        ("Iran was condemned and sanctioned by Peru.", "ACCUSE", {"PER"}, {"IRN"}),
        ("Iran was condemned at the summit and sanctioned by Peru.", "ACCUSE", set(), {"IRN"}),
        # what went before a meeting says nothing of who is met, nor where bombs fell who threw them
        ("Bill Clinton met with aides after the bombings at embassies in Kenya.", "CONSULT", {"USA"}, set()),
        ("France condemned bombings at a market in Kenya, which killed ten soldiers of Peru.", "ASSAULT", set(), {"PER"}),
        # who only gives the place of what was bombed did not bomb it
        ("Kenya condemned the crimes against Iran.", "ACCUSE", {"KEN"}, set()),
        ("Kenya condemned the Sudan embassy bombing.", "ACCUSE", {"KEN"}, set()),
        ("Ten Turkish soldiers were killed in the Sudan embassy bombing.", "ASSAULT", set(), {"TUR"}),
        # a place is attacked because of those who hold it
        ("Russian jets bombed the Syrian rebel-held town.", "ASSAULT", {"RUS"}, {"GRP:SYR-OPP"}),
        ("Russian jets bombed rebel-held Syrian towns.", "ASSAULT", {"RUS"}, {"GRP:SYR-OPP"}),
        ("Zambian rebels fled. Russian jets bombed a rebel-held position.", "ASSAULT", {"RUS"}, {"GRP:ZMB-REB"}),
        ("Russian jets bombed the Hezbollah-controlled Syrian town.", "ASSAULT", {"RUS"}, {"GRP:HEZBOLLAH"}),
        # whoever is killed while he fights kills nobody; one without a name is not the state in which he dies
        ("She is the first British woman killed fighting alongside Kurdish forces in Syria.", "ASSAULT", set(), {"GBR"}),
        ("A friend was killed in a US drone strike in Somalia.", "ASSAULT", {"USA"}, set()),
        ("A military campaign to drive Islamic State out of Syria, led by the SDF, was under way.", "ASSAULT", {"GRP:SDF"}, {"GRP:ISIS"}),
        # whose rebels, when their government is named beside them
        ("Zambian regime forces slept. Later the Zambian regime attacked rebel groups.", "ASSAULT", {"ZMB"}, {"GRP:ZMB-REB"}),
        # nameless people are of the state that their town is in; a state's own people may stand on the other side
        ("Gunmen killed five policemen in Karachi.", "ASSAULT", {"UNK"}, {"PAK"}),
        ("Kazakh police arrested 30 demonstrators in Almaty.", "COERCE", {"KAZ"}, {"KAZ"}),
        ("Students protested in Yogyakarta against the government.", "PROTEST", {"IDN"}, {"IDN"}),
        ("Students burned flags outside the US embassy in Jakarta.", "PROTEST", {"IDN"}, {"USA"}),
        ("Rebels captured Peshawar on Sunday.", "ASSAULT", {"UNK"}, {"PAK"}),
        ("Protesters clashed with police in Athens.", "ASSAULT", {"GRC"}, {"GRC"}),
        ("Assailants threw grenades at the French consulate in Benghazi.", "ASSAULT", {"UNK"}, {"FRA"}),
        ("Cuba arrested 75 dissidents.", "COERCE", {"CUB"}, {"CUB"}),
        # who is said not to have done it
        ("Troops of Syria were attacked not by Iran but by Iraq.", "ASSAULT", set(), {"SYR"}),
        # an unknown name that the article uses for a place is nobody
        ("Turkey encircled Wulandi on Monday. Rain fell in Wulandi.", "COERCE", {"TUR"}, set()),
        ("Turkey encircled Wulandi on Monday.", "COERCE", {"TUR"}, {"UNK"}),
        # who only backs an assault does not make it
        ("The SDF was attacked in a Russian and Iranian-backed assault.", "ASSAULT", set(), {"GRP:SDF"}),
        # whoever is named in what "he" does is somebody else
        ("Tony Blair met Jacques Chirac. Chirac left. He urged Turkey to do more than Chirac asked for.", "REQUEST", {"GBR"}, {"TUR"}),
        # men in arms are not the state in which they are
        ("US-backed fighters besieged the last area of Islamic State in Syria.", "ASSAULT", {"UNK"}, {"GRP:ISIS"}),
        # passives without an auxiliary
        ("Turkish soldiers taken hostage by Islamic State appeared in a video.", "ASSAULT", {"GRP:ISIS"}, {"TUR"}),
        # "whose" stands for the owner
        ("The African Union, whose foreign ministers condemned Sudan, met in Addis Ababa.", "ACCUSE", {"IGO:AU"}, {"SDN"}),
        # criticism of an act is aimed at who did it
        ("Spain condemned the bombing of Lebanon by Israel.", "ACCUSE", {"ESP"}, {"ISR"}),
        ("Spain condemned the bombing of Lebanon.", "ACCUSE", {"ESP"}, set()),
        # "anti-" names whom an act is against, "pro-" names nobody
        ("Anti-Turkish protests broke out in Greece.", "PROTEST", {"GRC"}, {"TUR"}),
        ("A pro-Russian rally was held in Serbia.", "PROTEST", {"SRB"}, set()),
        # of two objects the first receives
        ("France handed Iran a list of demands.", "REQUEST", {"FRA"}, {"IRN"}),
        # the speaker's own state is not addressed; other clauses are no part of what was demanded
        ("Tony Blair pledged that Britain would help Kenya.", "AGREE", {"GBR"}, {"KEN"}),
        ("Tony Blair pledged that Britain would stay.", "AGREE", {"GBR"}, set()),
        ("Egypt agreed to lift its tariffs while Sudan watched.", "AGREE", {"EGY"}, set()),
        # a date between verb and preposition belongs to neither
        ("Ghana and Togo agreed on Thursday on a ceasefire.", "AGREE", {"GHA", "TGO"}, set()),
        # the dateline is no participant
        ("ANKARA, July 18, 2005 (AP) - Greece condemned Albania.", "ACCUSE", {"GRC"}, {"ALB"}),
        # whoever is addressed stands there, known or not: nobody in the complement is meant
        ("Kenya urged the donors to support the African Union force in Chad.", "REQUEST", {"KEN"}, set()),
        ("Turkey has urged the factions that drove Islamic State from Raqqa to disarm.", "REQUEST", {"TUR"}, set()),
        ("The European Union called on all parties in the election in Zambia to remain calm.", "REQUEST", {"IGO:EU"}, {"ZMB"}),
        ("Poland pledged to close a programme that had sent weapons from Jordan.", "AGREE", {"POL"}, set()),
        ("Syria threatened to boycott the talks over the demands of Turkey.", "THREATEN", {"SYR"}, set()),
        ("Ghana rejected five names that Togo wanted to add.", "REJECT", {"GHA"}, set()),
        ("Iran launched airstrikes that killed scores of farmers to prevent the defeat of Iraq.", "ASSAULT", {"IRN"}, set()),
        ("Poland promised to continue its aid to Kenya.", "AGREE", {"POL"}, {"KEN"}),
        # two subjects side by side, owners of names, names that open the next clause
        ("Kenyan leader Daniel arap Moi and Ugandan Foreign Minister Sam Kutesa met in Arusha.", "CONSULT", {"KEN", "UGA"}, set()),
        ("Syria says it will retaliate if Turkey attacks Afrin.", "THREATEN", {"SYR"}, {"TUR"}),
        ("France has refused to take back fighters who are still in Syria.", "REJECT", {"FRA"}, {"UNK"}),
        ("The plan was agreed by regime allies Iran and Russia and rebel backer Turkey in July.", "AGREE", {"IRN", "RUS", "TUR"}, set()),
        ("China's Li Bin met with Japan's Saiki and South Korea's Song Min-soon.", "CONSULT", {"CHN"}, {"JPN", "KOR"}),
        ("Talks between Donald Trump and Theresa May began on Monday.", "CONSULT", {"USA", "GBR"}, set()),
        ("France criticised President Vladimir Putin and Defense Minister Amir Peretz on Monday.", "ACCUSE", {"FRA"}, {"RUS", "ISR"}),
        ("Saudi Arabia, the UAE, Bahrain and Egypt imposed sanctions on Qatar.", "SANCTION", {"SAU", "ARE", "BHR", "EGY"}, {"QAT"}),
        ("Erdogan and Putin's talks covered a wide range of issues in Turkey and Russia.", "CONSULT", {"TUR", "RUS"}, set()),
        ("Mohamed Morsi was ousted by a military junta and Erdogan all but declared war.", "COERCE", {"UNK"}, {"EGY"}),
        ("Hosni Mubarak held talks with visiting Mahmoud Abbas in Cairo.", "CONSULT", {"EGY"}, {"PSE"}),
        ("The Spanish prime minister was among the leaders attending the summit in Uruguay.", "CONSULT", {"ESP"}, set()),
        ("Kenyan police fought Somali troops and warplanes have almost collided.", "ASSAULT", {"KEN"}, {"SOM"}),
        # who acts on one another is aimed at nobody else
        ("Chad and Sudan pledged to consult each other on their relations with Libya.", "AGREE", {"TCD", "SDN"}, set()),
        ("Chad and Sudan accused each other of arming rebels.", "ACCUSE", {"TCD", "SDN"}, set()),
        # a subject after its verb, names that explain a noun, an object that parsers take for a subject
        ("Also applying for NATO membership are Georgia, Ukraine and Moldova.", "REQUEST", {"GEO", "UKR", "MDA"}, {"IGO:NATO"}),
        ("The guarantors of the Syrian process – Russia, Turkey and Iran – condemned Israel.", "ACCUSE", {"RUS", "TUR", "IRN"}, {"ISR"}),
        ("Chile has granted asylum to five Cuban officers holed up in an embassy, it was announced.", "AID", {"CHL"}, {"CUB"}),
        # a state's allies and neighbours are others; its Arab allies are Arabs
        ("U.S. allies condemned Iran.", "ACCUSE", {"UNK"}, {"IRN"}),
        ("Iran's neighbours and Egypt condemned Libya.", "ACCUSE", {"EGY"}, {"LBY"}),
        # with whom somebody was fighting when he was killed, and whose the weapons were
        ("Two Kenyan soldiers were killed in clashes with Al-Shabaab.", "ASSAULT", {"GRP:SHABAAB"}, {"KEN"}),
        ("Two Kenyan soldiers were killed fighting Al-Shabaab.", "ASSAULT", {"GRP:SHABAAB"}, {"KEN"}),
        ("Two Kenyan soldiers were killed fighting Al-Shabaab and other militants.", "ASSAULT", {"GRP:SHABAAB"}, {"KEN"}),
        ("Iranian missiles were fired at Iraq.", "ASSAULT", {"IRN"}, {"IRQ"}),
        # a people's name is no state's where another state's follows; refugees are of the country they flee
        ("Ethnic Albanians in Macedonia demanded autonomy from Serbia.", "REQUEST", {"MKD"}, {"SRB"}),
        ("The Albanians of southern Serbia condemned Croatia.", "ACCUSE", {"SRB"}, {"HRV"}),
        ("Norway provided food aid to refugees fleeing the war in Liberia.", "AID", {"NOR"}, {"LBR"}),
        # "US" is not "us"
        ("The dispute was complicated by the US decision to withdraw troops from Chad.", "RETREAT", {"USA"}, {"TCD"}),
        # a quotation that goes on after a full stop is still the speaker's
        ("The Iranian delegate said: “The United States lied. We are one. We condemn Israel.”", "ACCUSE", {"IRN"}, {"ISR"}),
        # people who are not of the country they are in, and a government that is its critics' own
        ("Refugees in Lebanon were urged to return.", "REQUEST", set(), {"UNK"}),
        ("Egyptian protesters asked the government to hold elections.", "REQUEST", {"EGY"}, {"EGY"}),
        # what only describes: money, backers, the class of a place
        ("Egypt signed a contract worth 29 million U.S. dollars with Kazakhstan.", "SUPPORT", {"EGY"}, {"KAZ"}),
        ("US-backed gunmen attacked Libya.", "ASSAULT", {"UNK"}, {"LBY"}),
        ("Silvan Shalom visited the Arab country of Tunisia.", "CONSULT", {"ISR"}, {"TUN"}),
        # who has the troops, whose weapon it was, who goes somewhere for talks
        ("France, which has 4,000 troops deployed in Ivory Coast, voted.", "MOBILIZE", {"FRA"}, set()),
        ("Ten villagers of Mali were killed in a Russian airstrike.", "ASSAULT", {"RUS"}, {"MLI"}),
        ("Egypt's minister was in the Italian capital for talks with Algeria.", "CONSULT", {"EGY"}, {"DZA"}),
        ("King Hussein of Jordan briefed Yasser Arafat on his talks with President Bill Clinton.", "CONSULT", {"JOR"}, {"PSE"}),
        # one's own state is no partner and is asked for nothing
        ("Manmohan Singh said he would improve relations between India and its neighbours.", "SUPPORT", {"IND"}, set()),
        # a participle parsed as a past tense: nobody kills or arrests without an object
        ("In March three Kenyan soldiers were run over and killed in Somalia.", "ASSAULT", set(), {"KEN"}),
        ("Other Britons killed fighting Islamic State include Luke Rutter and Ryan Lock.", "ASSAULT", {"GRP:ISIS"}, {"GBR"}),
        ("Islamic State shot and wounded Kenyan soldiers.", "ASSAULT", {"GRP:ISIS"}, {"KEN"}),
        # a war's name says when, its adjective is nobody's
        ("He spoke of Kenyan troops killed during the Korean War.", "ASSAULT", set(), {"KEN"}),
        # whoever backs the attacker is not attacked, whoever holds the place is
        ("Syrian government forces pounded the area, backed by Iranian and Russian allies.", "ASSAULT", {"SYR"}, set()),
        ("Kenyan forces attacked a town held by Al-Shabaab.", "ASSAULT", {"KEN"}, {"GRP:SHABAAB"}),
        # whom an act is for, not where it happens
        ("Turkey sent troops into a town of Iraq to fight Islamic State.", "ASSAULT", {"TUR"}, {"GRP:ISIS"}),
        ("Kenyan forces fought against Islamic State and liberated the city of Kismayo.", "ASSAULT", {"KEN"}, {"GRP:ISIS"}),
        # the name that follows a description, those whom "including" names, who comes from where
        ("Two men were abducted by the Kurdish militia the Syrian Democratic Forces in Iraq.", "ASSAULT", {"GRP:SDF"}, {"IRQ"}),
        ("Some governments, including the US and Russia, condemned Israel.", "ACCUSE", {"USA", "RUS"}, {"ISR"}),
        ("The United States is preparing for a rapid withdrawal of troops from Syria.", "RETREAT", {"USA"}, {"SYR"}),
        # who only receives a call or an attack
        ("Yasser Arafat received a telephone call from Madeleine Albright in 1998.", "CONSULT", {"USA"}, {"PSE"}),
        ("Turkey has suffered several attacks by Islamic State.", "ASSAULT", {"GRP:ISIS"}, {"TUR"}),
        # nobody is object to himself; an overthrow is blamed on who did it
        ("Turkey said it had been consulted and opposed it.", "REJECT", {"TUR"}, set()),
        ("France condemned the overthrow of Egypt's president.", "ACCUSE", {"FRA"}, set()),
        # who goes along with the subject, who is the ally, who the enemy, who another politician of the same state
        ("Russia, along with Turkey and Iran, condemned Israel.", "ACCUSE", {"RUS", "TUR", "IRN"}, {"ISR"}),
        ("US troops have fought alongside the Syrian Democratic Forces to oust Islamic State.", "ASSAULT", {"USA"}, {"GRP:ISIS"}),
        ("Kenyan troops clashed with diehard extremists in towns and villages of Somalia.", "ASSAULT", {"KEN"}, {"UNK"}),
        ("Ed Miliband refused to back David Cameron's call for strikes.", "REJECT", {"GBR"}, {"GBR"}),
        # whose government, whose forces, and who is only the backer
        ("Kurdish militias fighting Turkey called on the government of Bashar al-Assad to intervene.", "REQUEST", {"GRP:KURDS"}, {"SYR"}),
        ("Kurdish and Iraqi forces fought against Islamic State.", "ASSAULT", {"GRP:KURDS", "IRQ"}, {"GRP:ISIS"}),
        ("The Kurdish-Arab Syrian Democratic Forces attacked Iran.", "ASSAULT", {"GRP:SDF"}, {"IRN"}),
        ("The refusal of the Assad regime, backed by Russia, to negotiate angered many.", "REJECT", {"SYR"}, set()),
        # a list inside a phrase is as long as elsewhere
        ("Putin hosted talks in Sochi with the leaders of Iran and Turkey.", "CONSULT", {"RUS"}, {"IRN", "TUR"}),
        # names that no registry holds, beside known ones and after a preposition
        ("The Angolan government and FXD signed the memorandum.", "SUPPORT", {"AGO", "UNK"}, set()),
        ("Kenya imposed sanctions against Zebediah.", "SANCTION", {"KEN"}, {"UNK"}),
        # what stands before a verb without any "and" is its subject, though the parser joins it to what stands before
        (
            "The government has denied the attack and a delegation of experts from the OPCW arrived in Damascus.",
            "CONSULT",
            {"IGO:OPCW"},
            {"SYR"},
        ),
        ("Whose it is remains unclear and the demands of Chad, made at the talks, were rebuffed by Mali.", "REJECT", {"MLI"}, {"TCD"}),
        # whom somebody leads to do something, does it
        (
            "The Turkish attack led Kenya - the main ally in the fight against pirates - to plead with Peru for help.",
            "REQUEST",
            {"KEN"},
            {"PER"},
        ),
        # "visiting" describes who is joined
        ("Japanese Foreign Minister Taro Aso and visiting senior Peruvian diplomats met in Tokyo.", "CONSULT", {"JPN", "PER"}, set()),
        # a second office is the same person's
        ("Kofi Annan, head of the UN and former French envoy to Chad, has offered assistance to Chad.", "AGREE", {"IGO:UN"}, {"TCD"}),
        # who answers a demand is whom it was aimed at
        ("Accounts show the US president complying with the demands of Turkey.", "REQUEST", {"TUR"}, {"USA"}),
        # a place in which one promises to do something has been promised nothing
        ("France pledged that its forces would remain in Mali.", "AGREE", {"FRA"}, set()),
        # "Mali talks" are about Mali, "its NATO ally" is not NATO, a withdrawal from somewhere is asked of nobody there
        ("The European Union will hold a Mali reconstruction conference in May.", "CONSULT", {"IGO:EU"}, set()),
        ("Turkey threatened to confront its NATO ally.", "THREATEN", {"TUR"}, {"UNK"}),
        ("France called for a withdrawal from Mali.", "REQUEST", {"FRA"}, set()),
        # the list belongs to what somebody owns; who is told what he must do
        (
            "Turkey is cooperating with the Syrian president Bashar al-Assad's main backers, Iran and Russia.",
            "COOPERATE",
            {"TUR"},
            {"IRN", "RUS"},
        ),
        ("Donald Trump has told the EU it must free the captured sailors.", "REQUEST", {"USA"}, {"IGO:EU"}),
        # a town that a process is named after is no party to it
        ("Kofi Annan appeals to the parties to the Abuja peace process to stop the violence.", "REQUEST", {"IGO:UN"}, set()),
        # who supports action against somebody does not support him
        ("France backed retaliatory action against Mali.", "SUPPORT", {"FRA"}, set()),
        # who is willing, and to do what with whom
        ("The envoy mentioned Oslo's willingness to engage in separate talks with the European Union.", "AGREE", {"NOR"}, {"IGO:EU"}),
        # an object beyond another verb is that verb's, what a veto shields it is not against, what only is somewhere
        (
            "Macron invited leaders of Iran to discuss how to shield Iraq from what may be an attack by Chad, Turkish forces or Libya.",
            "AGREE",
            {"FRA"},
            {"IRN"},
        ),
        ("France pledged to stand united against Iran.", "AGREE", {"FRA"}, set()),
        ("Russia cast its veto to shield Iran from scrutiny.", "REJECT", {"RUS"}, set()),
        ("France promised to keep its military presence in the coastal areas of Mali.", "AGREE", {"FRA"}, set()),
        ("Kenya and its neighbours called on their countries to help.", "REQUEST", {"KEN"}, set()),
        # what one promises to do against somebody is not promised him; what one promises not to do is
        ("Turkey agreed to curb Iranian imports.", "AGREE", {"TUR"}, set()),
        ("Turkey agreed to import Iranian oil.", "AGREE", {"TUR"}, {"IRN"}),
        ("Turkey agreed not to fight Iran.", "AGREE", {"TUR"}, {"IRN"}),
        ("Kenya was willing to put foreign fighters on trial in Mali.", "AGREE", {"KEN"}, set()),
        # the allies of a state are others
        ("Turkey struck a deal with Assad's allies, Russia and Iran, accepting their plan.", "AGREE", {"TUR"}, {"RUS", "IRN"}),
        ("Turkey accused Iran of lying and issued an ultimatum.", "THREATEN", {"TUR"}, {"IRN"}),
        ("Turkey helped Iran and issued an ultimatum.", "THREATEN", {"TUR"}, set()),
        ("Many in Israel blamed Iran for the attack.", "ACCUSE", {"ISR"}, {"IRN"}),
        # a subject with its name between commas, which parsers join to what stands before
        (
            "Chad and France have troops in Mali and the UK's junior defence minister, Tobias Ellwood, rejected Iran's claim that it won.",
            "REJECT",
            {"GBR"},
            {"IRN"},
        ),
        # who goes on meeting people
        ("Annan met Blair. A meeting with Chirac was scheduled for Monday.", "CONSULT", {"IGO:UN"}, {"FRA"}),
        # who replies was asked, who goes along with the object is invited too
        ("The envoys awaited a reply from Chad to the Japanese proposal.", "REQUEST", {"JPN"}, {"TCD"}),
        ("NATO invited Serbia to join the programme along with Montenegro.", "AGREE", {"IGO:NATO"}, {"SRB", "MNE"}),
        ("Donald Trump decided so halfway through a telephone conversation with Erdogan.", "CONSULT", {"USA"}, {"TUR"}),
        # what is demanded for somebody is demanded of who shall do it
        ("France called for the sailors to be freed by Iran.", "REQUEST", {"FRA"}, {"IRN"}),
        ("Norway pushed for Kenyan fighters to be allowed to seek protection from Chad.", "REQUEST", {"NOR"}, set()),
        # lists that parsers tear apart
        (
            "Tony Blair, whose country is holding the presidency, Chirac and EU foreign policy chief Javier Solana will attend the summit.",
            "CONSULT",
            {"GBR", "FRA", "IGO:EU"},
            set(),
        ),
        (
            "Prior to talks between Japan and Chile, Li Bin, Chinese ambassador for trade, met with Akitaka Saiki of Japan.",
            "CONSULT",
            {"CHN"},
            {"JPN"},
        ),
        # who is joined does it too
        ("Spain voted to join Kenya in bombing Libya.", "ASSAULT", {"ESP", "KEN"}, {"LBY"}),
        ("Turkey said it had joined Kenya to bomb Libya.", "ASSAULT", {"TUR", "KEN"}, {"LBY"}),
        ("Turkey urged Kenya to bomb Libya.", "REQUEST", {"TUR"}, {"KEN"}),
        # a bloc whose members are named, envoys from several states
        ("Two Arab countries, Egypt and Jordan, signed a treaty with Israel.", "SUPPORT", {"EGY", "JOR"}, {"ISR"}),
        ("Japan held talks with its counterparts from Kenya, China and Russia.", "CONSULT", {"JPN"}, {"KEN", "CHN", "RUS"}),
        # whoever only stands beside, or is only agreed about, is no addressee
        ("EU ministers failed to agree on a list, with the German government blocking a deal.", "REJECT", {"IGO:EU"}, set()),
        ("Vietnam and Japan agreed that North Korea should abandon its programs.", "AGREE", {"VNM", "JPN"}, set()),
        ("Russia vetoed calls for elections in Syria.", "REJECT", {"RUS"}, set()),
        ("Russia refused to meet envoys of Syria.", "REJECT", {"RUS"}, {"SYR"}),
        # the state where one helps its government, or one's own, is not fought
        ("Russia intervened in Syria in 2015 at Assad's request.", "ASSAULT", {"RUS"}, set()),
        ("Russia intervened in Syria in 2015.", "ASSAULT", {"RUS"}, {"SYR"}),
        ("Syrian troops swept through southern Syria.", "ASSAULT", {"SYR"}, set()),
        ("Kenya launched attacks on Syrian rebel positions.", "ASSAULT", {"KEN"}, {"GRP:SYR-OPP"}),
        # a successor is somebody else; whom one argues for is not asked; opponents are not the state where they are
        ("Barack Obama's successor, Muammar Gaddafi, accused Iran.", "ACCUSE", {"LBY"}, {"IRN"}),
        ("Mattis called for supporting Kenya.", "REQUEST", {"USA"}, set()),
        ("Russia attacked opposition groups and Islamists in northern Kenya.", "ASSAULT", {"RUS"}, {"UNK"}),
        # two verbs with one object; whose act the noun's own clause tells of; what leads to an attack makes none
        ("Turkey condemned and rejected the Iranian plan.", "ACCUSE", {"TUR"}, {"IRN"}),
        ("Iraq shelled and then stormed Iranian positions.", "ASSAULT", {"IRQ"}, {"IRN"}),
        ("Germany welcomed the steps Iran has taken.", "SUPPORT", {"DEU"}, {"IRN"}),
        ("Germany condemned the attack Iran carried out.", "ACCUSE", {"DEU"}, {"IRN"}),
        ("Germany condemned the attack, which Iran said was a mistake.", "ACCUSE", {"DEU"}, set()),
        ("A US announcement led to air strikes on Kenya.", "ASSAULT", set(), {"KEN"}),
        ("US workers are involved in the effort in towns recaptured from Kenya.", "ASSAULT", set(), {"KEN"}),
        # where one arrests somebody is not whom one arrests
        ("They were on holiday in Turkey, where Kenyan police arrested and charged a Briton.", "COERCE", {"KEN"}, {"GBR"}),
        # who shall only be somewhere is promised nothing
        ("Turkey vowed to maintain an Arab presence in the area.", "AGREE", {"TUR"}, set()),
        # one threatens with what one's own troops and those beside them will do; who may overstep is threatened
        ("Turkey warned that Turkish troops and their Iraqi allies would attack Greece.", "THREATEN", {"TUR"}, {"GRC"}),
    ],
)
def test_sides(find: Find, text: str, kind: str, sources: Side, targets: Side) -> None:
    sides = [({m.code for m in e.sources}, {m.code for m in e.targets}) for e in find(text) if e.type == kind]
    assert (sources, targets) in sides


def test_an_adjective_joined_to_a_capital_is_a_party_of_its_own(find: Find) -> None:
    events = find("The Chechen and Moscow authorities have agreed to reach an understanding on trade.")
    assert [{m.actor_id for m in e.sources} for e in events if e.type == "AGREE"] == [{"REG:CHECHNYA", "RUS"}]


def test_a_name_joined_to_a_thing_is_the_subject_of_the_next_verb(find: Find) -> None:
    events = find("Egypt informed him of the deal and Jordan accepted the offer.")
    assert [{m.code for m in e.sources} for e in events if e.type == "AGREE"] == [{"JOR"}]


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        # in somebody's own quoted words "he" is another; a ministry's statement speaks of its own head of state
        ('"He accused Turkey of lying," French Foreign Minister Philippe Douste-Blazy said.', [set()]),
        ('"He urged Turkey to stop," a White House statement said.', [{"USA"}]),
        # "we" of somebody unknown is not who was quoted before him
        ("“It rained,” Tony Blair said. “It snowed,” a farmer said. “We urged Turkey to stop.”", [set()]),
        ("“It rained,” Tony Blair said. “We urged Turkey to stop.”", [{"GBR"}]),
        # a quotation that goes on is that of who was quoted before
        ("“It rained,” a White House statement said. “He urged Turkey to stop.”", [{"USA"}]),
        # who announces what "it" will do
        ("Turkey slept. Then came a US announcement that it would deploy troops.", [{"USA"}]),
    ],
)
def test_pronouns_in_reported_words(find: Find, text: str, sources: list[Side]) -> None:
    assert [{m.code for m in e.sources} for e in find(text)] == sources


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("India accused Pakistan of lying. Pakistan denied the charges.", {"IND"}),
        ("India asked Nepal for help. Nepal vowed to win the election.", set()),
        # answered in one word, named again, to be avenged
        ("Chad offered to send troops. Reluctantly, Mali agreed.", {"TCD"}),
        ("Iran urged Mali to free the sailors. Its call was late.", {"MLI"}),
        ("Iran urged Mali to free the sailors. Chad's call was late.", set()),
        ("Iran urged Mali to free the sailors. Chad made a similar call.", {"MLI"}),
        ("Israel bombed an Iranian base. Tehran vowed vengeance for the raid.", {"ISR"}),
        ("Israel bombed an Iranian base. Chad vowed vengeance for the raid.", set()),
        ("India accused Pakistan of lying. Rain fell. Snow fell. Pakistan denied any charges.", set()),
    ],
)
def test_who_has_just_accused_or_asked_is_answered(find: Find, text: str, targets: Side) -> None:
    assert {m.code for m in find(text)[-1].targets} == targets


@pytest.mark.parametrize(
    ("text", "kind", "targets"),
    [
        ("Iran demanded the release of its diplomat. Oman rejected the demand.", "REJECT", {"IRN"}),
        ("Turkey withdrew its troops from Libya. Chad welcomed the withdrawal.", "SUPPORT", {"TUR"}),
        ("Turkey imposed sanctions on Libya. Chad criticised the move.", "ACCUSE", {"TUR"}),
        ("The SDF stayed away from the talks on Monday, a move criticised by Iran.", "ACCUSE", {"GRP:SDF"}),
        ("The UN decided not to attend the talks, a decision hailed by the Russian foreign ministry.", "SUPPORT", {"IGO:UN"}),
        ("The UN demanded a ceasefire. Russia has dismissed its call.", "REJECT", {"IGO:UN"}),
        ("France offered help to Libya. Chad welcomed the offer of help.", "SUPPORT", {"FRA"}),
        ("Turkey has declared that it is safe, but the claim was disputed by Chad.", "ACCUSE", {"TUR"}),
        ("George W. Bush withdrew his troops from Libya. Dick Cheney criticised the withdrawal.", "ACCUSE", {"USA"}),
        ("France offered Libya help. Libya accepted the offer.", "AGREE", {"FRA"}),
        ("Turkey blamed France. The team of Chad opened its investigation.", "ACCUSE", set()),  # its own
        ("Turkey imposed sanctions on Libya. Chad criticised the demand.", "ACCUSE", set()),  # nobody demanded anything
        ("Chad withdrew its troops from Libya. Chad welcomed the withdrawal.", "SUPPORT", set()),
    ],
)
def test_a_bare_noun_takes_up_an_act_told_before(find: Find, text: str, kind: str, targets: Side) -> None:
    assert targets in [{m.code for m in e.targets} for e in find(text) if e.type == kind]
