"""Status in its constructions: what is handed down to a complement, a conjunct, an adjunct, a noun, and what is not."""

from collections.abc import Callable

import pytest

from transforms.records import EventMention

Read = Callable[[str], dict[str, tuple[str, str]]]


@pytest.fixture(scope="module")
def read(find: Callable[[str], list[EventMention]]) -> Read:
    """Type and status of each event of a text by its trigger's first word."""
    return lambda text: {text[m.start : m.end].split()[0]: (m.type, m.status) for m in find(text)}


ADJUNCTS = [
    ("Iran said it would not attend the talks, blaming Israel for the raid.", "blaming", ("ACCUSE", "actual")),
    ("Iran said Chirac will tour Africa, visiting Kenya.", "visiting", ("CONSULT", "planned")),
    ("Turkey denied any role in the raid, accusing Greece of firing on islands.", "accusing", ("ACCUSE", "actual")),
    ("Japan had promised the step last year, when Mongolia agreed to suspend its tests.", "agreed", ("AGREE", "actual")),
    ("The ministers failed to find a text because Vietnam opposed any mention of China.", "opposed", ("REJECT", "actual")),
    ("Iraq has promised to leave Jordan alone since invading Kuwait.", "invading", ("ASSAULT", "actual")),
    ("Egypt signed the treaty despite attacking Libya.", "attacking", ("ASSAULT", "actual")),
    ("Chirac will tour Africa, visiting Kenya.", "visiting", ("CONSULT", "planned")),
    ("Russia left without signing a treaty with Japan.", "signing", ("SUPPORT", "denied")),
    ("Iran is on the brink of attacking Iraq.", "attacking", ("ASSAULT", "hypothetical")),
]
COMPLEMENTS = [
    ("Russia, which is trying to end the war, criticised Iran.", "criticised", ("ACCUSE", "actual")),
    ("Iran denied reports that it had attacked Iraq.", "attacked", ("ASSAULT", "denied")),
    ("Iran dismissed as nonsense reports that Libya had sold missiles to Iraq.", "sold", ("COOPERATE", "denied")),
    ("Iran cited reports that Libya had sold missiles to Iraq.", "sold", ("COOPERATE", "actual")),
    ("Iran announced that two British sailors had been arrested.", "arrested", ("COERCE", "actual")),
    ("Sudan and Chad have signed a ceasefire, Norway announced.", "signed", ("SUPPORT", "actual")),
    ("Iran announced that it was withdrawing its troops from Iraq.", "withdrawing", ("RETREAT", "planned")),
    ("Russia announced that it would withdraw its troops from Georgia.", "withdraw", ("RETREAT", "planned")),
    ("Russia will begin to withdraw its troops from Georgia.", "withdraw", ("RETREAT", "planned")),
    ("Iran may try to attack Iraq.", "attack", ("ASSAULT", "hypothetical")),
    ("The United States forced Israel to withdraw its troops from Lebanon.", "withdraw", ("RETREAT", "actual")),
    ("India and Pakistan failed for the first time to agree on a statement.", "agree", ("AGREE", "denied")),
    ("Chirac would be the first president to visit Iran.", "visit", ("CONSULT", "planned")),
    ("Iran is believed to have attacked Iraq.", "attacked", ("ASSAULT", "actual")),
    ("Israel has decided not to attend the talks with Syria.", "attend", ("REJECT", "actual")),
    ("Israel voted on Monday not to attend the talks with Syria.", "attend", ("REJECT", "actual")),
    ("Israel chose to attend the talks with Syria.", "attend", ("CONSULT", "actual")),
    ("Israel did not agree to attend the talks with Syria.", "agree", ("AGREE", "denied")),
    ("Iran did not fail to attack Iraq.", "attack", ("ASSAULT", "actual")),
]
CONJUNCTS = [
    ("France did not support the rebels and would not allow Chad to meet them.", "allow", ("REJECT", "actual")),
    ("China neither condemned Iran nor endorsed Iraq.", "endorsed", ("SUPPORT", "denied")),
    ("Iran has not attacked Iraq or invaded Kuwait.", "invaded", ("ASSAULT", "denied")),
    ("Iran did not attack Iraq but met Kuwait.", "met", ("CONSULT", "actual")),
    ("Iraq did not withdraw its troops and Iran attacked Kuwait.", "attacked", ("ASSAULT", "actual")),
    ("Iran failed to attack Iraq and invaded Kuwait.", "invaded", ("ASSAULT", "actual")),
    ("Japan threatened to expel Chinese diplomats and recalled its ambassador from China.", "recalled", ("SANCTION", "actual")),
    ("The United Nations urged Iran to sign the treaty and criticised Iraq.", "criticised", ("ACCUSE", "actual")),
    ("No Iranian troops attacked Iraq.", "attacked", ("ASSAULT", "denied")),
]
CONDITIONS = [
    ("Iran will meet Iraq only after Cuba recognises Israel.", "recognises", None),
    ("Iran met Iraq only after Cuba recognised Israel.", "recognised", ("SUPPORT", "actual")),
    ("Japan said it would ease sanctions once Mongolia freed the hostages.", "freed", None),
    ("Iran will withdraw its troops as soon as Iraq signs a treaty with Kuwait.", "signs", None),
    ("The army withdrew from Lebanon once Syria signed the treaty with France.", "signed", ("SUPPORT", "actual")),
    ("Greece said it would expel Turkish diplomats after Turkey bombed Cyprus.", "bombed", ("ASSAULT", "actual")),
    ("Had Iran attacked Iraq, Kuwait would have helped.", "attacked", None),
    ("Russia said it would shell Georgia and attack Ukraine if they joined NATO.", "shell", ("THREATEN", "actual")),
    ("If it rains, Russia will meet Iran.", "meet", ("CONSULT", "hypothetical")),
]
NOUNS = [
    ("Israel will respond to an Iraqi attack on Jordan.", "attack", None),
    ("Israel responded to an Iraqi attack on Jordan.", "attack", ("ASSAULT", "actual")),
    ("Israel will respond to the Iraqi attack on Jordan.", "attack", ("ASSAULT", "actual")),
    ("Talks between India and Pakistan are an option.", "Talks", ("CONSULT", "hypothetical")),
    ("Iran did not mention the attack on Iraq by Turkey.", "attack", ("ASSAULT", "actual")),
    ("Pompeo did not address Trump's decision to withdraw troops from Syria.", "withdraw", ("RETREAT", "planned")),
    ("The plan will have more success than Turkey's attack on Iraq.", "attack", ("ASSAULT", "actual")),
    ("On a visit of Putin to Turkey, he announced an amnesty.", "visit", ("CONSULT", "actual")),
    ("It was imperative to attack Iraq, Turkey said.", "attack", None),
    ("Officials tried to kill off speculation Iran would attack Iraq.", "attack", None),
    ("Putin will meet Chirac at a summit in Sochi.", "summit", ("CONSULT", "planned")),
    ("France did not sign the treaty at the summit with Iran.", "summit", ("CONSULT", "actual")),
    ("Turkey has no intention of invading Syria.", "invading", None),
    ("The case will not affect the exercises of Japan with India.", "exercises", None),
    ("Turkey will hold talks with Iraq followed by a visit of Iran to Syria.", "visit", ("CONSULT", "planned")),
    ("Egypt warned every envoy who asks for help from Libya.", "asks", None),
    ("Iran shelled Iraq in the past.", "shelled", None),
    ("Iran shelled Iraq in the past week.", "shelled", ("ASSAULT", "actual")),
    ("France was worried, in case Iran attacked Iraq.", "attacked", None),
    ("The plan makes Iran more likely to attack Iraq.", "attack", None),
    ("Iran is likely to attack Iraq.", "attack", ("ASSAULT", "planned")),
    ("France is not allowed to leave Syria.", "allowed", None),
    ("Japan suggested that Egyptians exercise caution when visiting Kenya.", "visiting", None),
    ("Japan praised Egypt when visiting Kenya.", "visiting", ("CONSULT", "actual")),
    ("Chirac was scheduled to lay flowers, talk to envoys of Kenya and leave.", "talk", ("CONSULT", "planned")),
    ("Iran is accused of fraud.", "accused", None),
    ("Iran was accused of fraud.", "accused", ("ACCUSE", "actual")),
    ("The envoy of Iran ended a news conference in Kenya.", "ended", None),
    ("Chirac decided to visit Kenya, meeting envoys of Egypt.", "meeting", ("CONSULT", "planned")),
    ("First, to weaken Iran by attacking Iraq.", "attacking", None),
    ("It is likely France will support the plan of Syria.", "support", None),
    ("It is likely France will support the plan of Syria, Iran said on Monday.", "support", ("SUPPORT", "planned")),
    ("The deaths are a warning for any Russians considering going to Syria.", "going", None),
    ("Attempts at talks with Syria would certainly be blocked by Russia.", "blocked", None),
    ("Iran cannot want to weaken Syria by attacking Iraq.", "attacking", None),
    ("France sent more help than Iran demanded from Syria.", "demanded", None),
    ("France will in no way sign the treaty with Syria.", "sign", ("REJECT", "actual")),
    ("Withdrawal of France from Syria is likely to be messy.", "Withdrawal", None),
    ("France must stop the attacks, he said, and withdraw its troops from Syria.", "withdraw", None),
    ("France confined itself to attacking Syria.", "attacking", None),
    ("France wants to win and attack Syria.", "attack", None),
    ("Turkey, which borders Syria, accuses Greece of fraud.", "accuses", None),
    ("Macron accuses Greece of fraud.", "accuses", ("ACCUSE", "actual")),
    ("Turkey has no plans to withdraw its troops from Cyprus.", "withdraw", ("REJECT", "actual")),
    ("Talks between Iran and Iraq are to resume on Monday.", "Talks", ("CONSULT", "planned")),
    ("Iran stopped short of condemning Russia.", "condemning", ("ACCUSE", "denied")),
    ("Hardly had Iraq invaded Kuwait when Iran protested.", "invaded", ("ASSAULT", "actual")),
    ("Iran warned against any attempt to attack Syria.", "attack", None),
]
UNREAL = [
    ("Fresh rounds of talks between Nepal and Bhutan had been scheduled for November.", "talks", None),
    ("Syria and Israel held indirect talks brokered by Turkey.", "held", ("CONSULT", "actual")),
    ("Before invading Georgia, Russia told Ukraine to stay out.", "invading", ("ASSAULT", "actual")),
    ("Russia is preparing to recognise Georgia by sending diplomats to Tbilisi.", "sending", None),
    ("Iran and Syria had been due to meet in Geneva.", "meet", None),
    ("France said Iran and Syria had been due to meet in Geneva.", "meet", ("CONSULT", "planned")),
    ("Talks between Nepal and India had been scheduled for November.", "Talks", None),
    ("France will already have shared information with Spain.", "shared", ("COOPERATE", "actual")),
    ("Israel said attacking Iran will not help.", "attacking", None),
    ("Attacking Iran was a mistake by Israel.", "Attacking", ("ASSAULT", "actual")),
    ("Russia will act if the UN concludes that Syria was behind it.", "behind", None),
    ("Airstrikes by France on Syria were intended to reassure Spain.", "Airstrikes", ("ASSAULT", "actual")),
    ("Syrian rebels retook the town from Turkey on Saturday.", "retook", ("ASSAULT", "actual")),
    ("France ordered that flags fly at half mast and Spain had offered condolences to Italy.", "offered", ("SUPPORT", "actual")),
    ("Iran and Spain agreed to meet during a telephone conversation earlier in the day.", "telephone", ("CONSULT", "actual")),
    ("Why did Turkey not stop the attacks on Syria?", "stop", None),
    ("“Let the Turks leave Iraq now,” Trump said.", "Let", None),
    ("Turkey claims to have invaded Iraq.", "invaded", ("ASSAULT", "actual")),
    ("Russia wants to keep the peace while withdrawing its troops from Georgia.", "withdrawing", None),
    ("Russia managed to keep the peace while withdrawing its troops from Georgia.", "withdrawing", ("RETREAT", "actual")),
    ("Turkey jails journalists of Syria.", "jails", None),
    ("France said that Iran could not undermine the talks.", "undermine", None),
    ("France said that Iran had undermined the talks.", "undermined", ("ACCUSE", "actual")),
    ("France spoke of the Iranian fighters being held by Kurdish forces.", "held", None),
    ("Many in the west blame the Americans.", "blame", None),
    ("Germany has over the years offered support to China.", "offered", None),
    ("Germany offered over the weekend to meet China.", "offered", ("AGREE", "actual")),
    ("Turkey for many years allowed rebels to enter Syria.", "allowed", None),
    ("A pullout of France from Syria would leave the region open to Iran.", "pullout", None),
    ("Talks between France and Iran would begin on Monday, officials said.", "Talks", ("CONSULT", "planned")),
    ("Pompeo began a tour of Kenya on Tuesday, largely to reassure Japan.", "reassure", None),
    ("People flee the town as Turkey shells Syrian villages.", "shells", ("ASSAULT", "actual")),
    ("Turkey jails journalists of Syria on Monday.", "jails", ("COERCE", "planned")),
    ("Russia will have to withdraw its troops from Georgia.", "withdraw", None),
    ("Russia had to withdraw its troops from Georgia.", "withdraw", ("RETREAT", "actual")),
    ("The regime in Syria will have to pay the price, Turkey said.", "pay", ("THREATEN", "actual")),
    ("Syria has yet to announce that it has attacked Iraq.", "attacked", ("ASSAULT", "denied")),
    ("Iran would have attacked Iraq.", "attacked", None),
    ("We are going to withdraw our troops from Iraq, Turkey said.", "withdraw", ("RETREAT", "planned")),
    ("One option is that Washington would expel Turkish diplomats.", "expel", ("SANCTION", "hypothetical")),
    ("The goal of Turkey is to attack Syria.", "attack", None),
    ("Turkey launched an offensive on Saturday in order to oust the government of Syria.", "oust", None),
    ("The rebels could do nothing to stop the attacks by Syria.", "stop", None),
    ("I would expect Russia to condemn Iran.", "condemn", None),
    ("Russia and Turkey hold an exercise every year.", "hold", None),
    ("Under the draft Russia would withdraw its troops from Syria.", "withdraw", None),
    ("Neither Britain nor France have signed the treaty.", "signed", ("SUPPORT", "denied")),
    ("There will be a deal where Russia agrees on a ceasefire with Turkey.", "agrees", None),
    ("Iran criticised the agreement, which Iraq signed.", "signed", ("SUPPORT", "actual")),
    ("Turkey was tasked with forcing the withdrawal of Iran.", "withdrawal", None),
]
PREDICATES = [
    ("It will be the first visit of Putin to Iran.", "visit", ("CONSULT", "planned")),
    ("It would be the worst clash between Iran and Iraq.", "clash", ("ASSAULT", "hypothetical")),
    ("It was the worst clash between Iran and Iraq.", "clash", ("ASSAULT", "actual")),
    ("Libya has shown no sign of interest in talks with Egypt.", "interest", None),
    ("Kuwait fears that people will flee if a strike by Iran hits Iraq.", "strike", None),
]


@pytest.mark.parametrize(("text", "trigger", "expected"), UNREAL + PREDICATES + ADJUNCTS + COMPLEMENTS + CONJUNCTS + CONDITIONS + NOUNS)
def test_status(read: Read, text: str, trigger: str, expected: tuple[str, str] | None) -> None:
    assert read(text).get(trigger) == expected


def test_a_heading_in_the_infinitive_plans(read: Read) -> None:
    text = "Cuba and Spain to restore relations\n\nThe step was welcomed by France.\n"
    assert read(text)["restore"] == ("SUPPORT", "planned")


ARRANGED = [
    ("Talks between Egypt and Libya are expected to start soon.", "Talks", "planned"),
    ("Talks between Egypt and Libya were held soon after.", "Talks", "actual"),
    ("A meeting between Egypt and Libya was scheduled for the spring.", "meeting", "planned"),
    ("A summit of Egypt and Libya is planned in Cairo.", "summit", "planned"),
]


@pytest.mark.parametrize(("text", "trigger", "status"), ARRANGED)
def test_what_is_arranged_lies_ahead(read: Read, text: str, trigger: str, status: str) -> None:
    assert read(text)[trigger] == ("CONSULT", status)
