"""What a photo shows, in the furniture graph's words."""

from __future__ import annotations

from layout.knowledge import load_knowledge
from reconstruct.network.model import READER, read_categories
from reconstruct.weights import weights_folder
from showroom.catalog.product import CatalogProduct
from showroom.product.category import guessed_category
from showroom.product.category_guess import GraphGuess, graph_guesses


def test_every_word_of_the_network_is_the_graphs_or_none() -> None:
    words = read_categories((weights_folder() / READER).read_bytes())
    placed = {word: graph_guesses({word: 1.0}) for word in words}
    nothing = {word for word, guesses in placed.items() if not guesses}
    assert nothing == {"bin", "bottle", "microwave", "other", "pillow", "radiator"}
    known = set(load_knowledge().categories)
    assert {guess.category for guesses in placed.values() for guess in guesses} <= known
    assert placed["chair"][0].category == "dining_chair"
    assert placed["tv"][0].category == "television"


def test_words_for_one_category_count_together() -> None:
    guesses = graph_guesses(
        {"other": 0.4, "bookcase": 0.2, "shelf": 0.25, "sofa": 0.14, "cup": 0.01}
    )
    assert guesses == (GraphGuess("bookcase", 0.45), GraphGuess("sofa", 0.14))


def test_the_warning_names_the_next_two() -> None:
    guesses = graph_guesses({"chair": 0.6, "stool": 0.2, "sofa": 0.1, "bed": 0.05})
    problem = guessed_category(CatalogProduct("X-1", (), "Qwxyz"), guesses)
    assert (problem.code, problem.severity) == ("guessed_category", "warning")
    assert "dining chair (60%). It may also be: stool (20%), sofa (10%)." in problem.message
    unknown = guessed_category(CatalogProduct("X-1", (), "X", category="flurb"), guesses[:1])
    assert "'flurb' is not known" in unknown.message
    assert "may also" not in unknown.message


def test_nothing_is_guessed_from_nothing() -> None:
    assert graph_guesses({}) == ()
    assert graph_guesses({"other": 1.0}) == ()
