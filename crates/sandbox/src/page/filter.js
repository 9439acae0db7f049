// Which events are shown.

import { sourceKey } from './words.js'

const VERDICTS = {
  wrong: (row) => row.standing !== 'refused' && row.findings.length > 0,
  clean: (row) => row.standing !== 'refused' && row.findings.length === 0,
}

/** A function that says whether a row is wanted; every condition that is set must hold. */
export function filter({ search, event, verdict, source, test, id, finding }) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const conditions = [
    event && ((row) => row.event === event),
    verdict && (VERDICTS[verdict] ?? ((row) => row.standing === verdict)),
    source && ((row) => sourceKey(row) === source),
    test && ((row) => (row.test ?? '-') === test),
    id && ((row) => row.id?.includes(id)),
    finding && ((row) => row.findings.includes(finding)),
    words.length > 0 && ((row) => matches(row, words)),
  ].filter(Boolean)
  return (row) => conditions.every((holds) => holds(row))
}

/** Every word must stand somewhere in what the row shows. */
function matches(row, words) {
  const text = `#${row.number} ${row.event} ${row.id ?? ''} ${row.source_id} ${row.test ?? ''} ${sourceKey(row)} ${row.standing} ${row.code} ${row.findings.join(' ')}`.toLowerCase()
  return words.every((word) => text.includes(word))
}
