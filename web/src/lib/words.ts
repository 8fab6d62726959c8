/** Numbers and nouns as people read them. Without `Intl`, whose first use would cost each visit tens of milliseconds. */

/** 6620 -> "6,620". */
export function number(value: number): string {
  return value.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** 335000 -> "335K"; numbers under ten thousand stay whole. */
export function shortNumber(value: number): string {
  if (Math.abs(value) < 10_000) return number(value)
  const step = Math.min(Math.floor(Math.log10(Math.abs(value) * 1.0005) / 3), 4)
  return `${Number((value / 1000 ** step).toFixed(1))}${' KMBT'[step]}`
}

/** A measured value with as many digits as help: 0.8, 12.5, 1,024, 3.2e-5. */
export function measure(value: number): string {
  if (Number.isInteger(value)) return Math.abs(value) < 1e15 ? number(value) : String(value)
  const magnitude = Math.abs(value)
  if (magnitude < 0.001) return value.toExponential(1)
  if (magnitude < 1) return String(Number(value.toPrecision(2)))
  if (magnitude < 100) return String(Number(value.toPrecision(3)))
  return number(value)
}

/** A confidence or an IoU: always two digits, so that columns stand still. */
export function ratio(value: number): string {
  return value.toFixed(2)
}

/** A share from 0 to 1: "84 %"; close to the ends with a digit more, so that neither is claimed. */
export function percent(share: number): string {
  const value = share * 100
  const isClose = (value > 99 && value < 99.95) || (value < 1 && value >= 0.05)
  return `${value.toFixed(isClose ? 1 : 0)} %`
}

/** (1, "label") -> "1 label"; (2, "label") -> "2 labels"; (0, "class", "classes") -> "0 classes". */
export function amount(value: number, singular: string, plural = `${singular}s`): string {
  return `${number(value)} ${value === 1 ? singular : plural}`
}

/** 48213 -> "48 kB": decimal units, as file managers show them. */
export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const step = Math.min(Math.floor(Math.log10(Math.max(value, 1)) / 3), units.length - 1)
  const scaled = value / 1000 ** step
  return `${step === 0 || scaled >= 10 ? Math.round(scaled) : scaled.toFixed(1)} ${units[step] ?? 'B'}`
}
