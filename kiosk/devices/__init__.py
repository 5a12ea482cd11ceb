"""The adapters behind the ports: camera, scanner, printer."""
