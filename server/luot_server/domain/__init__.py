"""What is true of any hall, with pen and paper: values in, values out, standard library only."""
