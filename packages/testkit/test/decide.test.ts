import { describe, expect, it } from '@jest/globals';
import { type Facts, planPostgres, planRedis } from '../src/servers/decide.js';

const nothing: Facts = {
  testDatabaseUrl: null,
  testRedisUrl: null,
  dockerAnswers: false,
  redisProgram: null,
  canInstall: false,
};
const everything: Facts = {
  testDatabaseUrl: 'postgres://given/db',
  testRedisUrl: 'redis://given',
  dockerAnswers: true,
  redisProgram: '/usr/bin/valkey-server',
  canInstall: true,
};

describe('planPostgres', () => {
  it.each([
    ['the given server first', everything, { kind: 'given', url: 'postgres://given/db' }],
    ['then a container', { ...everything, testDatabaseUrl: null }, { kind: 'container' }],
    ['then the embedded one, which is always there', nothing, { kind: 'embedded' }],
  ])('%s', (_name, facts, plan) => {
    expect(planPostgres(facts)).toEqual(plan);
  });
});

describe('planRedis', () => {
  it.each([
    ['the given server first', everything, { kind: 'given', url: 'redis://given' }],
    ['then a container', { ...everything, testRedisUrl: null }, { kind: 'container' }],
    [
      'then a program on the PATH',
      { ...nothing, redisProgram: '/bin/r', canInstall: true },
      { kind: 'program', path: '/bin/r' },
    ],
    ['then an installation', { ...nothing, canInstall: true }, { kind: 'install' }],
  ])('%s', (_name, facts, plan) => {
    expect(planRedis(facts)).toEqual(plan);
  });

  it('says what to install when there is nothing', () => {
    expect(() => planRedis(nothing)).toThrow('install redis-server or valkey-server');
  });

  it('decides for each server by itself', () => {
    const facts = { ...nothing, testRedisUrl: 'redis://given' };
    expect([planPostgres(facts).kind, planRedis(facts).kind]).toEqual(['embedded', 'given']);
  });
});
