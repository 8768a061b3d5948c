"""What a render has to do with the lines and branches of the templates: probes are put in, and looked for."""
