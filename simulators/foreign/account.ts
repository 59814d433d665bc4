// Logging in to a foreign portal: the accounts, and why a login can fail.

/** Somebody who can log in; `id` is an IIN or BIN, or the name of a member of the staff. */
export interface Account {
  readonly id: string;
  readonly password: string;
}

const WEIGHTS = [
  [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2],
];

/** The fault of an IIN or BIN, null where it has none: twelve digits, the last of which checks the others. */
export function numberObjection(number: string): 'not-a-number' | 'checksum' | null {
  if (!/^\d{12}$/.test(number)) return 'not-a-number';
  for (const weights of WEIGHTS) {
    const rest = weights.reduce((sum, weight, at) => sum + weight * Number(number[at]), 0) % 11;
    if (rest < 10) return rest === Number(number[11]) ? null : 'checksum';
  }
  return 'checksum';
}

/** Why these are the credentials of none of the accounts; null where they are. */
export function loginObjection(
  accounts: readonly Account[],
  id: string,
  password: string,
): 'nobody' | 'password' | null {
  const account = accounts.find((known) => known.id === id);
  if (account === undefined) return 'nobody';
  return account.password === password ? null : 'password';
}
