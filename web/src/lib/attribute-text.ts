/** Attribute values as a person writes them: `true`, `3.5`, `red`; "7" in quotes is text. */
export type AttributeValue = boolean | number | string

/** What a text stands for. */
export function attributeValue(text: string): AttributeValue {
  const told = text.trim()
  if (told === 'true' || told === 'false') return told === 'true'
  if (told !== '' && Number.isFinite(Number(told))) return Number(told)
  return /^"[^"]*"$/.test(told) ? told.slice(1, -1) : told
}

/** The text that stands for a value; what could be read as something else is quoted. */
export function attributeText(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value)
  return attributeValue(value) === value ? value : `"${value}"`
}
