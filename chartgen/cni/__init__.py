"""What Multus, libcni, the ipvlan plugin and Whereabouts do with a configuration or an annotation.

Pure functions: text in, what the real code makes of it and what is wrong with it out. Each rule names the
source that it mirrors; `tests/oracle` compares with that code. See docs/adr/0007-cni.md.
"""
