// Spares the tests the waiting on a portal whose clock they cannot move.
import type { Sut } from '../suites/sut/sut.ts';

/** The same portal, except that waiting only moves the clock of the walk ahead and spends no time. */
export function hasty(sut: Sut): Sut {
  return {
    ...sut,
    async openDrive(...walk) {
      const drive = await sut.openDrive(...walk);
      let ahead = 0;
      return {
        roster: drive.roster,
        perform: (operation, call) => drive.perform(operation, call),
        now: () => drive.now() + ahead,
        pass: async (seconds) => {
          ahead += seconds * 1000;
        },
      };
    },
  };
}
