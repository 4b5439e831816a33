from models.normalise.memory import LONGEST_WORD, Memory
from models.normalise.romanisation import search_key


def test_a_word_is_asked_for_once() -> None:
    asked: list[str] = []

    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    memory = Memory(length)
    assert [memory["naukri"], memory["naukri"]] == [6, 6]
    assert asked == ["naukri"]


def test_what_is_too_long_for_a_word_is_answered_and_not_kept() -> None:
    memory = Memory(len)
    assert memory["x" * 100_000] == 100_000
    assert len(memory) == 0


def test_memory_is_bounded_however_many_words_come() -> None:
    memory = Memory(len)
    for number in range(70_000):
        assert memory[f"w{number}"] > 1
    assert len(memory) <= 65_536


def test_what_is_too_long_for_a_word_is_its_own_key() -> None:
    assert search_key("ph" * LONGEST_WORD) == "ph" * LONGEST_WORD
