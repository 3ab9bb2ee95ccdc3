// The outcomes of a check that did not fail (spec 7.1).

export const passed = (says) => ({ outcome: "passed", says });
export const byEye = (says) => ({ outcome: "by-eye", says });
export const selfAsserted = (says) => ({ outcome: "self-asserted", says });

// What all checks come to, as the status that `mingqian verify` ends with and as a sentence: 1 something
// failed, 3 something stands on the bureau's own word alone, 0 neither (spec 7.8).
export function verdictOf(checks) {
  const count = (outcome) => checks.filter((check) => check.outcome === outcome).length;
  if (count("failed") > 0) return { status: 1, says: `有 ${count("failed")} 项不通过，这次抽取不能采信。` };
  if (count("self-asserted") > 0) {
    const many = `没有不通过的项目，但有 ${count("self-asserted")} 项仅为自述`;
    return { status: 3, says: `${many}：除了本机构自己的话没有别的证明，不能算作通过。` };
  }
  if (count("by-eye") > 0) {
    return { status: 0, says: `没有不通过的项目；有 ${count("by-eye")} 项请照所写的目测核对，核对以后才算数。` };
  }
  return { status: 0, says: "每一项都通过。" };
}
