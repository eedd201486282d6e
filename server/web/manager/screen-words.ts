// The words of the section of screens.
import en from "../../luot_server/messages/en/screen.json";
import vi from "../../luot_server/messages/vi/screen.json";
import { texts } from "../shared/text";

export const { t } = texts(vi, en);
