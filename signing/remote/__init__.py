"""Keys that a remote signing service holds, by the Cloud Signature Consortium's interface 1.0.4.

`web` asks over HTTPS, `service` says what is asked and what an answer means, `signer` signs. pyHanko's
`CSCSigner` is not used: it belongs to one event loop, reads answers without bounds and drops the service's
reason, which is what tells a wrong PIN from a locked one.
"""
