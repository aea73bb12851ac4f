/**
 * @typedef {object} Verdict
 * @property {boolean} passed
 * @property {string} why what is wrong, or what was looked at
 */

/**
 * @param {readonly string[]} troubles none where the check passes
 * @param {string} seen what was looked at
 * @returns {Verdict}
 */
export const verdict = (troubles, seen) =>
  troubles.length === 0 ? { passed: true, why: seen } : { passed: false, why: troubles.join("; ") };
