"""Prediction: the chance that a claim is denied, learnt from marts alone and held to what is knowable."""
