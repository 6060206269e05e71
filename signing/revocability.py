"""Whether a certificate's state can be asked for at all.

Short-lived certificates may say that nobody publishes their revocation (noRevAvail, RFC 9608): whoever checks
one trusts its authority and its dates, and asks for no state.
"""

from __future__ import annotations

from asn1crypto import x509

_NO_REV_AVAIL = "2.5.29.56"


def has_no_state(certificate: x509.Certificate) -> bool:
    """Whether it says so itself, and says nothing else.

    An authority's certificate may not, nor one that names a responder or a list (RFC 9608, clause 3): of
    those the state is asked for all the same.
    """
    says_so = any(
        extension["extn_id"].dotted == _NO_REV_AVAIL
        for extension in certificate["tbs_certificate"]["extensions"]
    )
    names_services = certificate.ocsp_urls or certificate.crl_distribution_points
    return says_so and not certificate.ca and not names_services
