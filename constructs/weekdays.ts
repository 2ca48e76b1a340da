/** The days of the week as environments write them, from Monday on. */
export const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

export type Weekday = (typeof weekdays)[number];

/** A weekly point in time in UTC, at a full hour. */
export interface WeeklyHour {
  readonly day: Weekday;
  /** `03:00` */
  readonly startTime: string;
}
