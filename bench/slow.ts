// How slow the slow portal is, in milliseconds an answer.
export const ANSWERS_AFTER_MS = 20;
