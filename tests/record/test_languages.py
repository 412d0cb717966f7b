"""Texts in other languages are refused at once, short and English ones never."""

import pytest

from countermove.errors import FileError
from countermove.record.languages import refuse_other_languages

# Each an invented notice of two sentences; said twice, it is long enough to be judged.
OTHERS = {
    "German": "Die Bauern lehnen den neuen Damm ab, weil das Wasser für den Mais nicht reicht. "
    "Der Rat der Stadt hat auf das Schreiben der Bauern bis heute nicht geantwortet.",
    "French": "Les paysans refusent le nouveau barrage, qui ne laisse pas assez d'eau pour les "
    "champs. Le conseil de la ville n'a pas répondu à leur lettre, mais il les recevra.",
    "Spanish": "Los campesinos rechazan la nueva presa porque no queda agua para los campos. El "
    "consejo de la ciudad no ha respondido a la carta que le enviaron por correo.",
    "Italian": "I contadini rifiutano la nuova diga perché non resta acqua per i campi. Il "
    "consiglio della città non ha risposto alla lettera che gli hanno mandato con la posta.",
    "Dutch": "De boeren willen de nieuwe dam niet, omdat er geen water voor het land is. De raad "
    "van de stad heeft niet geantwoord op de brief die zij met de post hebben gestuurd.",
}


@pytest.mark.parametrize("language", OTHERS)
def test_another_language_is_named(language):
    with pytest.raises(FileError, match=f"notice.txt: the text is in {language}: .* English"):
        refuse_other_languages(f"{OTHERS[language]} " * 2, "notice.txt")


def test_another_script_is_named():
    text = "Крестьяне не хотят новой плотины. " * 3
    with pytest.raises(FileError, match="100% of its letters are Cyrillic"):
        refuse_other_languages(text, "notice.txt")


def test_a_language_that_is_not_known_is_missed_in_long_texts():
    text = "Talonpojat vastustavat uutta patoa koska vesi loppuu. " * 20
    with pytest.raises(FileError, match="isn't in English: 0% of its words"):
        refuse_other_languages(text, "notice.txt")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nein, sagte die Bäuerin.",
        "Wasser " * 39,
        "The farmers reject the new dam, as no water is left for the maize. " * 4,
        "RUIZ: No. HOLT: Yes. CHAIR: Agreed. " * 8,
        # Half of it is in German; the rest can be read.
        f"{OTHERS['German']} The council of the town has not answered the letter that it was sent, "
        "and the farmers will not wait for it any longer than they have to.",
    ],
)
def test_short_and_english_texts_are_not_refused(text):
    refuse_other_languages(text, "notice.txt")
