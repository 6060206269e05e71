"""Says what type a paper is, how sure that is and why, and says "không rõ" rather than guess."""

from classifiers.type_model.guess import TypeGuess, TypeModel, examine, guess_type, prefer_model_in

__all__ = ["TypeGuess", "TypeModel", "examine", "guess_type", "prefer_model_in"]
