import en from "../../luot_server/messages/en/voice.json";
import vi from "../../luot_server/messages/vi/voice.json";
import { texts } from "../shared/text";

export const { t } = texts(vi, en);
