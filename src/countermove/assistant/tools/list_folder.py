"""What is in the folder."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from countermove.assistant.base.arguments import After
from countermove.assistant.base.call import Call, tool
from countermove.assistant.base.results import ListsTold
from countermove.files.gallery import case_names


class FolderContents(ListsTold):
    """Models and documents of the folder, and the cases that come with the program."""

    lists: ClassVar[dict[str, str]] = {
        "models": "models",
        "documents": "documents",
        "cases": "cases",
    }

    models: list[str] = Field(default=[], description="Files that can be solved and changed.")
    documents: list[str] = Field(default=[], description="Files that can be read and quoted.")
    cases: list[str] = Field(default=[], description="Examples, to be read and solved by name.")

    def as_text(self) -> str:
        """Write it as text."""
        told = [
            f"{what.capitalize()}: {', '.join(getattr(self, name)) or 'none'}."
            for name, what in self.lists.items()
        ]
        return "\n".join([*told, *self.left_out])


@tool(title="What is in the folder")
def list_folder(
    call: Call,
    *,
    show: Annotated[
        Literal["all", "models", "documents", "cases"],
        Field(description="Only one of the lists, without the first `after` entries."),
    ] = "all",
    after: After = 0,
) -> FolderContents:
    """List the models and documents of the folder, and the cases of the gallery. Use it first."""
    found = FolderContents(
        models=[listed.name for listed in call.desk.folder.models()],
        documents=[listed.name for listed in call.desk.folder.documents()],
        cases=list(case_names()),
    )
    found.fit(call.tool, show, after)
    return found
