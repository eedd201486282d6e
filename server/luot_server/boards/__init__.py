"""What people see: read only, one module per audience, shapes as in the public contract."""
