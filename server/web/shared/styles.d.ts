// A page imports its style sheet for the bundle's sake; the module itself has nothing in it.
declare module "*.css";
