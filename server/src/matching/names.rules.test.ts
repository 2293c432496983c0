import { describe, expect, test } from 'vitest'
import { bareWords, compareNames } from './names.rules.ts'

describe('a name without its legal form', () => {
  test.each([
    ['S.C. Util Deco 2000 S.R.L.', 'util deco 2000'],
    ['SARL Les Jardins', 'les jardins'],
    ['La Péniche SCOP', 'la peniche'],
    ['Ville Emploi SCIC', 'ville emploi'],
    ['Co-labor asbl', 'co labor'],
    ['La Rondine onlus', 'la rondine'],
    ['Il Ponte soc. coop.', 'il ponte'],
    ['Il Ponte Soc. coop. soc.', 'il ponte'],
    ['Libera ODV', 'libera'],
    ['Terra APS', 'terra'],
    ['Matyodesign Kft.', 'matyodesign'],
    ['Zöldzóna Nonprofit Kft.', 'zoldzona'],
    ['Zöldzóna Bt.', 'zoldzona'],
    ['Terra Chã, C.R.L.', 'terra cha'],
    ['Zona Um Lda.', 'zona um'],
    ['Cwmpas Ltd', 'cwmpas'],
    ['Cwmpas Limtied', 'cwmpas'],
    ['The Knowledge Project C.I.C.', 'the knowledge project'],
    ['Veg Box People Community Interest Company', 'veg box people'],
    ['Grow Dublin CLG', 'grow dublin'],
    ['Ackerhelden GmbH', 'ackerhelden'],
    ['CSX Netzwerk e.V.', 'csx netzwerk'],
    ['Zebra eG', 'zebra'],
    ['SA', 'sa'],
    ['Limited', 'limited'],
  ])('%s is %s', (name, bare) => {
    expect(bareWords(name).join(' ')).toBe(bare)
  })
})

describe('two names', () => {
  test.each([
    ['Asociația CRIES', 'ASOCIATIA CRIES', [], 'equal'],
    ['Sarl Les Jardins', 'Les jardins', [], 'equal'],
    ['Győri Nők Egyesülete', 'Gyori Nok Egyesulete', [], 'equal'],
    ['Woodhill Co-operative Ltd', 'Woodhill Cooperative', [], 'equal'],
    ['Gemeinwohlökonomie Wien', 'gemeinwohl-Ökonomie Wien', [], 'equal'],
    ['Regather', 'Regather Co-operative', [], 'close'],
    ['Oxfordshire CLT', 'Oxfordshire Community Land Trust', [], 'equal'],
    ['Spirit of Shore (Seatown Supporters Union)', 'Spirit of Shore', [], 'equal'],
    ['Seatown Student Housing Co-op', 'Hilltown Student Housing Co-op', ['Seatown'], 'shared'],
    ['Seatown Energy', 'Seatown Cable', ['Seatown'], 'other'],
    ['Wild Peak Housing Co-operative', 'Wild Pear Housing Co-operative', [], 'shared'],
    ['Miller Housing Co-operative', 'Hazel Housing Co-operative', [], 'other'],
    ['Community Housing Association', 'Village Shop', [], 'other'],
    ['', 'Regather', [], 'other'],
  ] as const)('%s and %s, in %j, are %s', (one, other, places, grade) => {
    expect(compareNames(one, other, [...places]).grade).toBe(grade)
    expect(compareNames(other, one, [...places]).grade).toBe(grade)
  })
})
