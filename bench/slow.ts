// How slow the slow portal is.
export const ANSWERS_AFTER_MS = 20;
