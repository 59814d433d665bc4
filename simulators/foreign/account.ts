// The accounts of a foreign portal, and the reasons for which a login fails.

/** Somebody who can log in; `id` is an IIN or BIN, or the name of a member of the staff. */
export interface Account {
  readonly id: string;
  readonly password: string;
}

const WEIGHTS = [
  [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2],
];

/**
 * Why a text is no IIN or BIN; null where it is one.
 * The last of the twelve digits is the weighted sum of the others modulo 11; where that gives 10, the second row of weights counts.
 */
export function numberObjection(number: string): 'not-a-number' | 'checksum' | null {
  if (!/^\d{12}$/.test(number)) return 'not-a-number';
  for (const weights of WEIGHTS) {
    const rest = weights.reduce((sum, weight, at) => sum + weight * Number(number[at]), 0) % 11;
    if (rest < 10) return rest === Number(number[11]) ? null : 'checksum';
  }
  return 'checksum';
}

/** Why a login is refused: no account has the id (`nobody`), or its password is another one (`password`); null where it succeeds. */
export function loginObjection(
  accounts: readonly Account[],
  id: string,
  password: string,
): 'nobody' | 'password' | null {
  const account = accounts.find((known) => known.id === id);
  if (account === undefined) return 'nobody';
  return account.password === password ? null : 'password';
}

const DAY_MS = 86_400_000;

/** The same hour of the next working day, from Monday to Friday. */
export function nextWorkingDay(from: Date): Date {
  const next = new Date(from.getTime() + DAY_MS);
  return [0, 6].includes(next.getUTCDay()) ? nextWorkingDay(next) : next;
}
