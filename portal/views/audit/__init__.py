"""The auditor's pages: events, the chain's state, the weekly minutes."""
