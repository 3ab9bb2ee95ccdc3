"""The certificate of the site, for whoever runs it."""
