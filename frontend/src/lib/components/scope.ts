import type { Names } from '$lib/api/names';

export interface Subject {
	id: string;
	name: string;
}

const PREFIXES: Record<string, string> = { team: 'team_', user: 'usr_', key: 'key_' };
const ROLES = ['owner', 'admin', 'team_manager', 'developer', 'finance', 'auditor', 'viewer'];

/** Everybody whom a level can name, by name. */
export function subjectsOf(level: string, names: Names): Subject[] {
	if (level === 'role') return ROLES.map((id) => ({ id, name: id }));
	const prefix = PREFIXES[level];
	if (!prefix) return [];
	const found = [...names].filter(([id]) => id.startsWith(prefix)).map(([id, name]) => ({ id, name }));
	return found.sort((a, b) => a.name.localeCompare(b.name));
}

/** The id that was meant: by name in any case, or the id itself, which the API checks. */
export function subjectTyped(typed: string, subjects: readonly Subject[]): string {
	const text = typed.trim();
	return subjects.find((one) => one.name.toLowerCase() === text.toLowerCase())?.id ?? text;
}
