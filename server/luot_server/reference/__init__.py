"""Pages of the reference made from the code itself, so that they cannot tell anything else."""
