import { fold } from '../http/fold.ts'
import { ENDING, LEGAL_FORMS } from '../exchange/name-variants.rules.ts'
import { countEdits, meaningfulWords } from '../search/text.rules.ts'

/** How alike two names are. */
export interface NameLikeness {
  /** 0 to 1: the share of their weight that the names have in common. */
  similarity: number
  grade: 'equal' | 'close' | 'shared' | 'other'
}

/** What several organisations of a town are called alike by, in the languages of the directories, folded. */
const KIND_WORDS = new Set(
  (
    'association associations cooperative society societies community communities trust club clubs union credit ' +
    'bank group groups network federation foundation institute organisation organization charity company ' +
    'enterprise enterprises project services service centre social shop shops store stores village housing house ' +
    'homes tenants residents allotment allotments supporters football rugby cricket sports sport working mens ' +
    'workingmens exservicemens conservative legion royal british energy renewables savings loans school schools ' +
    'trading development agency local national international regional district area town city new ' +
    'collectif cooperatif reseau federation fondation groupe groupement societe centre maison union comite ' +
    'associazione sociale consorzio fondazione rete gruppo centro societa comitato circolo impresa ' +
    'associacao fundacao rede grupo uniao casa comissao sociedade asociacion fundacion red ' +
    'egyesulet alapitvany szovetkezet szovetseg tarsasag kozhasznu halozat kozpont kor haz egylet ' +
    'asociatia fundatia federatia societatea retea uniunea centrul casa grupul intreprindere ' +
    'verein verband genossenschaft stiftung netzwerk gruppe regionalgruppe ortsgruppe initiative zentrum haus ' +
    'weltladen gemeinschaftsgarten laden food'
  ).split(' '),
)

/** One way of writing for what is written in several. */
const SAME_WORDS: Record<string, string> = {
  ...Object.fromEntries(
    'coop coops co-op cooperatives cooperativa cooperativas cooperativo kooperativa kooperative cooperative co-operative'
      .split(' ')
      .map((word) => [word, 'cooperative']),
  ),
  center: 'centre',
  societys: 'society',
  organization: 'organisation',
}

const joined = (text: string) =>
  text
    .replace(/['’`´]/g, '')
    // C.I.C., S.r.l. and e.V. are one word each.
    .replace(/(?<![\p{L}\p{N}])(?:\p{L}\.\s?){1,6}\p{L}(?![\p{L}\p{N}])\.?/gu, (form) =>
      form.replace(/[.\s]/g, ''),
    )
    .replace(/(?<!\p{L})co-op/giu, 'coop')

const wordsOf = (text: string) => {
  const folded = fold(joined(text))
  return folded === '' ? [] : folded.split(' ')
}

const FORMS = LEGAL_FORMS.map(wordsOf).sort((one, other) => other.length - one.length)
const LONGEST_FORM = 4
const FORM_TEXTS = new Set(FORMS.map((words) => words.join(' ')))
/** Short ones may begin a name that they do not belong to. */
const LEADING_FORM_TEXTS = new Set(
  FORMS.map((words) => words.join(' ')).filter((form) => form.length >= 4 || form === 'sc'),
)

/** The words of a name, folded and without its legal form, wherever that stands. */
export function bareWords(name: string): string[] {
  let words = wordsOf(name)
  for (;;) {
    const shorter = withoutForm(words)
    if (shorter.length === words.length) break
    words = shorter
  }
  return words.map((word) => SAME_WORDS[word] ?? word)
}

/** A way of writing a name, and the part of it that an index is asked for: what half a country is called costs much. */
export interface SearchableName {
  name: string
  telling: string
}

const MOST_SEARCHED = 4

/** The ways of writing these names, without legal form, in their own script as they are on file. */
export function searchableNames(names: string[]): SearchableName[] {
  const written = names
    .flatMap((name) => [name, ...alternatives(name)])
    .map((name) => name.replace(ENDING, '').trim() || name)
  return [...new Set(written)].slice(0, MOST_SEARCHED).map((name) => {
    const words = joined(name).split(/[^\p{L}\p{N}\p{M}]+/u)
    const meaningful = new Set(meaningfulWords(words.map((word) => fold(word))))
    const telling = words.filter((word) => meaningful.has(fold(word)) && !isKindWord(fold(word)))
    return { name, telling: telling.join(' ') }
  })
}

const isKindWord = (word: string) => KIND_WORDS.has(SAME_WORDS[word] ?? word)

/** Of the long ones, with a slip of the pen too. */
const isForm = (text: string) =>
  FORM_TEXTS.has(text) || (text.length === 7 && countEdits(text, 'limited') === 1)

function withoutForm(words: string[]): string[] {
  for (let length = Math.min(LONGEST_FORM, words.length - 1); length > 0; length--) {
    if (isForm(words.slice(-length).join(' '))) return words.slice(0, -length)
    if (LEADING_FORM_TEXTS.has(words.slice(0, length).join(' '))) return words.slice(length)
  }
  return words
}

/** A name and what stands for it: without what is in brackets, what is in brackets, either side of a slash. */
function alternatives(name: string): string[] {
  const inside = [...name.matchAll(/\(([^()]{3,})\)/g)].map(([, text]) => text ?? '')
  const outside = name.replace(/\([^()]*\)/g, ' ')
  return [...new Set([name, outside, ...inside, ...name.split(/ [/|] /)])].filter(
    (each) => wordsOf(each).length > 0,
  )
}

/** Two names compared by what distinguishes them; words of `places` say where, not who. */
export function compareNames(one: string, other: string, places: string[]): NameLikeness {
  const placeWords = new Set(places.flatMap(wordsOf))
  let best: NameLikeness = { similarity: 0, grade: 'other' }
  const [ours, theirs] = [alternatives(one), alternatives(other)]
  for (const [n, our] of ours.entries()) {
    for (const [m, their] of theirs.entries()) {
      const found = compareWords(bareWords(our), bareWords(their), placeWords)
      if (n + m > 0 && !found.isTelling) continue
      if (rank(found) > rank(best)) best = { similarity: found.similarity, grade: found.grade }
    }
  }
  return best
}

const grades = ['other', 'shared', 'close', 'equal']
const rank = ({ grade, similarity }: NameLikeness) => grades.indexOf(grade) + similarity

const KIND_WEIGHT = 0.25
const PLACE_WEIGHT = 0.5

function compareWords(ours: string[], theirs: string[], placeWords: ReadonlySet<string>) {
  const weigh = (word: string) =>
    isKindWord(word) ? KIND_WEIGHT : placeWords.has(word) ? PLACE_WEIGHT : 1
  const [left, right] = [
    meaningfulWords(standIn(ours, theirs)),
    meaningfulWords(standIn(theirs, ours)),
  ]
  const unmatched = new Set(right)
  const lonely: string[] = []
  const matches: { weight: number; closeness: number }[] = []
  for (const word of left) {
    const match = nearest(word, unmatched)
    if (match) {
      unmatched.delete(match.word)
      matches.push({
        weight: Math.min(weigh(word), weigh(match.word)),
        closeness: match.closeness,
      })
    } else lonely.push(word)
  }
  const total = (words: Iterable<string>) => [...words].reduce((sum, word) => sum + weigh(word), 0)
  const common = matches.reduce((sum, { weight, closeness }) => sum + weight * closeness, 0)
  const similarity = (2 * common) / Math.max(total(left) + total(right), 0.01)
  const isWhole = ours.join('') === theirs.join('')
  const tells = (word: string) => weigh(word) > KIND_WEIGHT
  const [leftTells, rightTells] = [lonely.some(tells), [...unmatched].some(tells)]
  const isShared = matches.some(({ weight }) => weight === 1)
  const isApart = leftTells && rightTells
  const grade: NameLikeness['grade'] =
    isWhole || similarity >= 0.93 ? 'equal' : !isShared ? 'other' : isApart ? 'shared' : 'close'
  return { similarity: isWhole ? 1 : similarity, isTelling: isShared, grade }
}

/** The word of `words` that is written nearly like this one. */
function nearest(word: string, words: ReadonlySet<string>) {
  if (words.has(word)) return { word, closeness: 1 }
  let best: { word: string; closeness: number } | undefined
  for (const other of words) {
    const longest = Math.max(word.length, other.length)
    if (longest < 5 || word[0] !== other[0]) continue
    const closeness = 1 - countEdits(word, other) / longest
    if (closeness >= 0.8 && closeness > (best?.closeness ?? 0)) best = { word: other, closeness }
  }
  return best
}

/** `words` with what the other name writes as one word, or by its initials, replaced by that word. */
function standIn(words: string[], others: string[]): string[] {
  let replaced = words
  for (const other of others) {
    if (other.length < 3 || replaced.includes(other)) continue
    replaced = replaceRun(replaced, other, (run) => run.join('') === other && run.length > 1)
    replaced = replaceRun(
      replaced,
      other,
      (run) => run.length === other.length && run.map((word) => word[0]).join('') === other,
    )
  }
  return replaced
}

function replaceRun(words: string[], by: string, isRun: (run: string[]) => boolean): string[] {
  for (let from = 0; from < words.length; from++) {
    for (let to = from + 2; to <= words.length && to - from <= by.length; to++) {
      if (isRun(words.slice(from, to))) return [...words.slice(0, from), by, ...words.slice(to)]
    }
  }
  return words
}
