"""The programming interface: what people do in the portal, for one-stop and document-management systems."""
