"""The names that a rule's `make` may have, and the functions behind them."""

from collections.abc import Callable, Mapping

from transforms.times import make_amounts as amounts
from transforms.times import make_dates as dates
from transforms.times import make_ranges as ranges
from transforms.times import make_relative as relative
from transforms.times.story import Found, Meaning, Story

Make = Callable[[Found, Story], Meaning | None]

MAKES: Mapping[str, Make] = {
    "numeric": dates.numeric, "date": dates.date_, "date_range": ranges.date_range, "date_span": ranges.date_span,
    "year_range": ranges.year_range,
    "nth_of_month": ranges.nth_of_month, "era": dates.era, "day_of_year": dates.day_of_year,
    "day_of_month": dates.day_of_month,
    "month_range": ranges.month_range, "quarter_range": ranges.quarter_range, "month_relative": dates.month_relative, "year": dates.year,
    "decade": dates.decade, "week_of": dates.week_of, "century": dates.century, "weekday": dates.weekday,
    "weekday_relative": dates.weekday_relative, "quarter": dates.quarter, "half": dates.half, "season": dates.season,
    "day": relative.day, "night": relative.night, "unit_relative": relative.unit_relative,
    "next_then": relative.next_then, "unit_this": relative.unit_this, "unit_latest": relative.unit_latest, "weekend": relative.weekend,
    "this_quarter": relative.this_quarter, "offset": relative.offset, "vague_offset": relative.vague_offset,
    "year_ago": relative.year_ago, "weekday_week": relative.weekday_week, "offset_weekday": relative.offset_weekday,
    "duration": amounts.duration, "amount_value": amounts.amount_value, "lasting": amounts.lasting,
    "vague": amounts.vague, "vague_ahead": amounts.vague_ahead,
    "often": amounts.often, "each": amounts.each, "each_named": amounts.each_named,
    "clock": amounts.clock, "clock_part": amounts.clock_part, "day_with_part": amounts.day_with_part,
    "next_part": amounts.next_part,
}  # fmt: skip
