// The outcomes of a check that did not fail (spec 7.1).

export const passed = (says) => ({ outcome: "passed", says });
export const byEye = (says) => ({ outcome: "by-eye", says });
export const selfAsserted = (says) => ({ outcome: "self-asserted", says });
