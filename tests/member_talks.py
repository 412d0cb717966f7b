"""Talks with a union as its members, of several sizes: families, counts and groups, as text.

What a member wants is written once for its family, so that parties are alike in a few kinds.
"""

from __future__ import annotations

# How many members each family has, by how many options there are in all.
SIZES = {
    20: {"large": 2, "small": 1, "neutral": 1, "reluctant": 1, "partner": 1},
    30: {"large": 3, "small": 4, "neutral": 2, "reluctant": 1, "partner": 1},
    45: {"large": 4, "small": 9, "neutral": 2, "reluctant": 2, "partner": 2},
    67: {"large": 5, "small": 16, "neutral": 4, "reluctant": 2, "partner": 4},
}

_TEXT = """
format = "countermove/1"
title = "Talks with a union as its members"
status_quo = []

[decision_makers.us]
name = "United States"
[decision_makers.us.options]
bilateral = "Settle terms with Russia alone"
table = "Bring all to the table"
concede = {{ text = "Concede before the talks", moves = "take" }}
backstop = "Back a force"

[decision_makers.russia]
name = "Russia"
[decision_makers.russia.options]
settle = "Settle on the terms on offer"
truce = "Hold its fire"

[decision_makers.ukraine]
name = "Ukraine"
[decision_makers.ukraine.options]
accept = "Accept the terms on offer"

[decision_makers.uk]
name = "United Kingdom"
[decision_makers.uk.options]
troops = "Send troops"
lead = "Lead a force"

[families.large]
name = "large members"
members = {{ {large} }}
[families.large.options]
troops = "Send troops"
back = "Back a decision to pay"

[families.small]
name = "small members"
members = {{ {small} }}
options = "large"

[families.neutral]
name = "neutral members"
members = {{ {neutral} }}
options = "large"

[families.reluctant]
name = "reluctant members"
members = {{ {reluctant} }}
options = "large"

[families.partner]
name = "partners"
members = {{ {partner} }}
[families.partner.options]
troops = "Send troops"

[groups]
union = ["large", "small", "neutral", "reluctant"]
leaders = ["large", "uk"]
everyone = ["union", "uk", "partner"]

[terms]
offer = "bilateral or table"
deal = "settle and accept"
paid = "all of union.back"
force = "at least 2 of leaders.troops and at least {enough} of everyone.troops"
credible = "force and (paid or backstop)"
secured = "table and credible"

[rules]
at_most_one = [["bilateral", "table"]]
infeasible = ["settle and not offer", "accept and not offer"]

[preferences]
us = {{ statements = [
  "deal", "credible", "not backstop", "bilateral", "offer", "concede implies settle",
] }}
russia = {{ statements = [
  "settle implies concede", "concede", "not credible", "bilateral",
  "(concede and offer) implies settle", "truce iff settle",
] }}
ukraine = {{ statements = [
  "accept implies credible", "table", "credible", "not concede", "secured implies accept",
] }}
uk = {{ statements = [
  "uk.troops implies (table or truce)", "credible", "lead iff at least 2 of large.troops",
  "uk.troops if lead", "table",
] }}
large = {{ statements = [
  "troops implies table", "credible", "not concede",
  "troops iff (table and (lead or at least {pair} others of large.troops))",
  "back if at least 1 others of leaders.troops",
] }}
small = {{ statements = [
  "troops implies (at least 2 of leaders.troops and table)", "credible",
  "not troops if at least {enough} others of everyone.troops",
  "troops iff (lead and at least 2 of large.troops)", "back if at least {three} of large.back",
] }}
neutral = {{ statements = [
  "not troops", "back iff (table and at least {some} others of union.back)", "not concede",
] }}
reluctant = {{ statements = [
  "not troops", "back implies (deal or truce)", "deal",
  "not back unless at least {most} others of union.back",
] }}
partner = {{ statements = [
  "troops implies lead", "credible", "troops iff (backstop and lead)",
  "not troops if at least {enough} others of everyone.troops",
] }}
reluctant1 = {{ statements = ["not troops", "not back unless deal", "deal", "not back"] }}

[claims.backs]
says = "A deal behind the members' backs does not hold"
never = "bilateral and deal"

[claims.veto]
says = "One member's objection keeps a deal from holding"
never = "deal and not paid"

[claims.everyone]
says = "A deal with everyone at the table can hold"
possible = "secured and deal"

[claims.few]
says = "A guarantee carried by few can hold"
possible = "credible and at most {few} of small.troops"

[claims.free_riding]
says = "Whenever a deal holds, more send troops than are needed"
always = "deal implies at least {more} of everyone.troops"
"""


def member_talks(options: int) -> str:
    """Return the text of the talks with so many options."""
    sizes = SIZES[options]
    union = sum(sizes.values()) - sizes["partner"]
    everyone = union + sizes["partner"] + 1
    enough = max(2, everyone * 10 // 32)
    members = {
        family: ", ".join(f'{family}{k} = "{family.title()} {k}"' for k in range(1, size + 1))
        for family, size in sizes.items()
    }
    return _TEXT.format(
        **members,
        enough=enough,
        more=enough + 1,
        pair=min(2, sizes["large"] - 1),
        three=min(3, sizes["large"]),
        some=max(1, union * 6 // 27),
        most=max(1, union * 20 // 27),
        few=sizes["small"] // 4,
    )
