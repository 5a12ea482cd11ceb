"""An employer's log-in, inbox and résumé page."""
