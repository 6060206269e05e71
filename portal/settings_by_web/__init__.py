"""Settings that administrators change in the browser; `hoso`, which reads all settings, keeps them."""
