"""Charts, in Altair, in colours that the colour-blind can tell apart; each has words that say what it shows."""
