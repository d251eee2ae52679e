"""Words that hold a sentence together and say nothing of its subject, in both languages.

A query is asked without `STOP_WORDS` unless it has no others; phrases keep them. `LIGHT_WORDS` say a little:
they add to the score of what has them, and nothing need have them.
"""

from __future__ import annotations

_ENGLISH = """
a about after again against all also am an and any are as at be been before being between both but by can
could did do does doing done down during each either else ever every few for from further get gets getting
give given had has have having he her here hers him his how i if in into is it its itself just let like lot
make makes many may me might more most much must my myself need needs no nor not of off on once one only or
other others ought our ours out over own per same shall she should so some such than that the their theirs
them themselves then there these they this those through to too under until up upon us use very want was way
we well were what when where whether which while who whom whose why will with without would yes yet you your
yours yourself anything anyone everything something someone thing things really still
"""
_FRENCH = """
à afin ai aie ait alors après as au aucun aucune aussi autre autres aux avant avec avez avoir avons c ça car
ce ceci cela celle celles celui ces cet cette ceux chaque chez ci comme comment d dans de depuis des deux
devoir doit doivent donc dont du elle elles en encore entre est et été être eu faire fait faut font il ils j
je l la là le les leur leurs lors lui m ma mais même mêmes mes mieux mon n ne ni nos notre nous on ont ou où
par parce pas peu peut peuvent plus pour pourquoi pouvoir près puis qu quand que quel quelle quelles quels qui
quoi s sa sans se sera ses si soi son sont sous sur t ta te tes toi ton tous tout toute toutes très tu un une
vers vos votre vous y
"""

_LIGHT = """
better best good great work works working help helps helping helpful useful effective effectively
important matter matters people study studies research find found findings show shows evidence difference kind
kinds type bien bon bonne meilleur meilleure meilleurs aide aider utile efficace important importante étude
études recherche
"""

STOP_WORDS = frozenset((_ENGLISH + _FRENCH).split())
LIGHT_WORDS = frozenset(_LIGHT.split())
