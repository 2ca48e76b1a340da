import { weekdays } from "../../../constructs/weekdays";
import type { Policy } from "../policy";
import { text } from "../stack";

/** Whether a day of the week and an hour are set; `any` leaves the day to DigitalOcean. */
export const hasWeeklyHour =
  (day: string, hour: string): Policy["holds"] =>
  (resource) =>
    weekdays.some((weekday) => weekday === text(resource, day)) && /^([01]\d|2[0-3]):00$/.test(text(resource, hour));
