"""A model with far too many outcomes to list: a lead, and a family of parties that are alike."""

from __future__ import annotations

MANY = 31


def coalition(many: int = MANY) -> str:
    """Return the text of the model, with so many members."""
    members = ", ".join(f'm{k} = "Member {k}"' for k in range(many))
    return f"""
format = "countermove/1"
title = "A coalition of the willing"

[decision_makers.lead]
name = "The lead"
options = {{ lead = "Lead the force", stop = "Stop the talks" }}

[families.members]
name = "members"
members = {{ {members} }}
options = {{ troops = "Send troops", pay = "Pay for it" }}

[terms]
force = "lead and at least 10 of members.troops"

[preferences.lead]
statements = ["force", "not stop", "lead"]

[preferences.members]
statements = ["troops iff lead", "pay if at least 10 others of members.pay", "not pay"]

[claims.force]
says = "There can be a force"
possible = "force"

[claims.stop]
says = "The talks never stop"
never = "stop"
"""


COALITION = coalition()
