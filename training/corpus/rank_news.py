"""Ranks the articles of English Worldwide Newswire by how much international politics their first 400 words hold.

    python training/corpus/rank_news.py FOLDER > ranking.tsv

FOLDER is a clone of stanfordnlp/en-worldwide-newswire. The rule: words of diplomacy and conflict (the list below,
whole words, capital or not) per 100 words, each form counted at most three times an article, plus half a point for each
different state or its adjective that is named (a list as well), at most six. Articles of fewer than 80 words are left
out. Equal articles stand in the order of their file names. Part B of the Dragoman corpus holds the first 160.
"""

import re
import sys
from collections import Counter
from pathlib import Path

from dragoman_training.readers.ewn import read_ewn

WORDS = 400
FEWEST_WORDS = 80
MOST_COUNTED, MOST_STATES = 3, 6

DIPLOMACY = """
    accord accords accused agreement agreements airstrike airstrikes aggression alliance allies ally ambassador
    ambassadors annexed apology army arrested asylum attack attacked attacks bilateral blockade bombing border borders
    ceasefire clashes coalition condemned conflict consul consulate cooperation counterpart coup covenant crisis
    declaration delegation delegations deployed deported deputy detained diplomacy diplomat diplomatic diplomats
    disarmament dispute embargo embassy envoy envoys expelled extradition forces foreign government governments hostages
    humanitarian invaded invasion junta killed leaders mediation mediator military militants minister ministers ministry
    missile missiles multilateral mutual nations navy negotiations negotiators nuclear occupation opposition pact
    parliament peace peacekeepers peacekeeping pledged president presidential prime protest protesters protests
    ratified rebels refugees regime relations republic resolution sanctions secretary security sovereignty spokesman
    spokesperson spokeswoman state states strategic strike strikes summit talks territorial terrorism terrorist
    threatened ties treaty troops truce united urged veto visit visited visiting vowed war warned warships weapons
    withdraw withdrawal withdrew
"""
STATES = re.compile(
    r"\b(afghan|alban|algeri|argentin|armeni|australi|austri|azerbaij|bahrain|banglade|belarus|belgi|bolivi|brazil"
    r"|britain|british|burundi|cambodi|cameroon|canad|chile|chin(?:a|ese)|colombi|congo|croati|cuba|cypr|denmark|danish"
    r"|ecuador|egypt|eritre|ethiopi|europe|finland|finnish|france|french|georgia|german|ghana|greece|greek|guatemal"
    r"|haiti|hondur|hungar|india|indonesi|iran|iraq|ireland|irish|israel|ital(?:y|ian)|japan|jordan|kazakh|kenya|kuwait"
    r"|kyrgyz|laos|leban|liberi|libya|malaysia|mali|mauriti|mexic|moldov|mongoli|morocc|mozambi|myanmar|namibi|nepal"
    r"|netherlands|dutch|nicaragua|niger|nigeria|north korea|norw|oman|pakistan|palestin|panama|paragua|peru|philippin"
    r"|poland|polish|portug|qatar|romani|russia|rwanda|salvador|saudi|senegal|serbia|seychell|singapor|somali"
    r"|south africa|south korea|soviet|spain|spanish|sri lanka|sudan|swed|switzerland|swiss|syria|taiwan|tajik|tanzani"
    r"|thai|tunisi|turk|uganda|ukrain|emirat|uae|uk|u\.?s\.?a?|america|urugua|uzbek|vatican|venezuel|vietnam|yemen"
    r"|zambi|zimbabw)",
    re.IGNORECASE,
)


_DIPLOMACY = frozenset(DIPLOMACY.split())


def main() -> None:
    """Prints rank, score, words and name of each article."""
    ranked = sorted(
        (-score(words), document.id, len(words))
        for document in read_ewn(Path(sys.argv[1])).documents
        if len(words := document.text.split()[:WORDS]) >= FEWEST_WORDS
    )
    for rank, (value, name, count) in enumerate(ranked, 1):
        print(f"{rank}\t{-value:.2f}\t{count}\t{name}")


def score(words: list[str]) -> float:
    """The rule of this page for an article's first words."""
    forms = Counter(re.sub(r"\W", "", word).lower() for word in words)
    hits = sum(min(count, MOST_COUNTED) for form, count in forms.items() if form in _DIPLOMACY)
    states = {found.group(1).lower() for found in STATES.finditer(" ".join(words))}
    return 100 * hits / len(words) + 0.5 * min(len(states), MOST_STATES)


if __name__ == "__main__":
    main()
