"""The inbox in the browser: what came and what became of it, handing in, removing, retrying, asking again."""
