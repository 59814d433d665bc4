// A system under test on which tests need not wait for what does not come.
import type { Sut } from '../suites/sut/sut.ts';

/** The same portal, whose waiting is put on the clock and not spent. */
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
