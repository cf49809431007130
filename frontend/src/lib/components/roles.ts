import type { KnownPermission, Role } from '$lib/api/roles';
import { permits } from '$lib/permissions';

/** How far a permission extends: in the whole organization, in one's teams, or to what is one's own. */
export type Extent = 'all' | 'team' | 'own' | 'none';

const EXTENTS: readonly Extent[] = ['none', 'own', 'team', 'all'];

/** One permission that two roles give differently. */
export interface Difference {
	permission: string;
	here: Extent;
	there: Extent;
}

export interface RoleDiff {
	/** The first role extends further. */
	more: Difference[];
	/** The second role extends further. */
	less: Difference[];
	/** How many both give alike. */
	same: number;
}

/** How far a role lets its holder do it, with what it inherits and what it denies. */
export function extentOf(role: Role, permission: string): Extent {
	const scoped = { all: permission, team: `${permission}.team`, own: `${permission}.own` };
	const given = (['all', 'team', 'own'] as const).find((extent) => gives(role, scoped[extent]));
	return given ?? 'none';
}

function gives(role: Role, permission: string): boolean {
	return permits(role.effective_permissions, permission) && !permits(role.effective_denied_permissions, permission);
}

/** How one role differs from another over all permissions that exist. */
export function diffRoles(role: Role, other: Role, known: readonly KnownPermission[]): RoleDiff {
	const diff: RoleDiff = { more: [], less: [], same: 0 };
	for (const { permission } of known) {
		const difference = { permission, here: extentOf(role, permission), there: extentOf(other, permission) };
		const further = EXTENTS.indexOf(difference.here) - EXTENTS.indexOf(difference.there);
		if (further > 0) diff.more.push(difference);
		else if (further < 0) diff.less.push(difference);
		else if (difference.here !== 'none') diff.same += 1;
	}
	return diff;
}

/** `edit, view (team instead of own)`: the differences about one resource, in a line. */
export function diffLines(differences: readonly Difference[]): [string, string][] {
	const lines = new Map<string, string[]>();
	for (const { permission, here, there } of differences) {
		const [resource = '', ...rest] = permission.split('.');
		const extents = here === 'none' ? place(there) : there === 'none' ? place(here) : ` (${here} instead of ${there})`;
		lines.set(resource, [...(lines.get(resource) ?? []), `${rest.join('.')}${extents}`]);
	}
	return [...lines].map(([resource, actions]) => [resource, actions.join(', ')]);
}

function place(extent: Extent): string {
	return extent === 'all' ? '' : ` (${extent})`;
}

/** The permissions by the resource that they are about, in their order. */
export function byResource(known: readonly KnownPermission[]): [string, KnownPermission[]][] {
	const groups = new Map<string, KnownPermission[]>();
	for (const one of known) {
		const resource = one.permission.split('.', 1)[0] ?? '';
		groups.set(resource, [...(groups.get(resource) ?? []), one]);
	}
	return [...groups];
}
