import type { SecuritySettings } from '$lib/api/security';
import { plural } from '$lib/format/number';
import { readLines } from './lines';

/** Every number of the rules: its least and its largest value. */
const LIMITS = {
	min_length: [8, 128],
	min_classes: [0, 4],
	min_score: [0, 4],
	prevent_reuse: [0, 24],
	max_age_days: [0, 3650],
	max_hours: [1, 720],
	idle_minutes: [0, 1440],
	max_concurrent: [1, 20],
	failures: [3, 100],
	minutes: [1, 1440],
	grace_days: [0, 90]
} as const;

/** Minutes without use that a session survives at least. */
const SHORTEST_IDLE = 5;

export type NumberName = keyof typeof LIMITS;

/** The rules as they are typed: numbers as text, lists one per line. */
export interface SecurityForm {
	numbers: Record<NumberName, string>;
	check_breached: boolean;
	bind_address: boolean;
	bind_agent: boolean;
	required: boolean;
	totp: boolean;
	webauthn: boolean;
	roles: string[];
	domains: string;
}

export interface ReadSecurityForm {
	body?: SecurityBody;
	errors: Partial<Record<NumberName | 'methods', string>>;
}

export interface SecurityBody {
	password: Pick<
		SecuritySettings['password'],
		'min_length' | 'min_classes' | 'min_score' | 'prevent_reuse' | 'max_age_days' | 'check_breached'
	>;
	session: Pick<SecuritySettings['session'], 'max_hours' | 'idle_minutes' | 'max_concurrent' | 'bind_address' | 'bind_agent'>;
	lockout: SecuritySettings['lockout'];
	mfa: { required: boolean; roles: string[]; methods: ('totp' | 'webauthn')[]; grace_days: number };
	self_registration_domains: string[];
}

export function securityForm(rules: SecuritySettings): SecurityForm {
	const all: Record<string, unknown> = { ...rules.password, ...rules.session, ...rules.lockout, ...rules.mfa };
	const names = Object.keys(LIMITS) as NumberName[];
	return {
		numbers: Object.fromEntries(names.map((name) => [name, String(all[name])])) as Record<NumberName, string>,
		check_breached: rules.password.check_breached,
		bind_address: rules.session.bind_address,
		bind_agent: rules.session.bind_agent,
		required: rules.mfa.required,
		totp: rules.mfa.methods.includes('totp'),
		webauthn: rules.mfa.methods.includes('webauthn'),
		roles: [...rules.mfa.roles],
		domains: rules.self_registration_domains.join('\n')
	};
}

/** Turns what was typed into the changes, or says per field what is wrong. */
export function readSecurityForm(form: SecurityForm): ReadSecurityForm {
	const { numbers: n, errors } = readNumbers(form.numbers);
	if (!form.totp && !form.webauthn) errors.methods = 'At least one of them.';
	if (Object.keys(errors).length > 0) return { errors };
	const methods = (['totp', 'webauthn'] as const).filter((method) => form[method]);
	return {
		errors,
		body: {
			password: {
				min_length: n.min_length,
				min_classes: n.min_classes,
				min_score: n.min_score,
				prevent_reuse: n.prevent_reuse,
				max_age_days: n.max_age_days,
				check_breached: form.check_breached
			},
			session: {
				max_hours: n.max_hours,
				idle_minutes: n.idle_minutes,
				max_concurrent: n.max_concurrent,
				bind_address: form.bind_address,
				bind_agent: form.bind_agent
			},
			lockout: { failures: n.failures, minutes: n.minutes },
			mfa: { required: form.required, roles: form.roles, methods, grace_days: n.grace_days },
			self_registration_domains: readLines(form.domains)
		}
	};
}

function readNumbers(typed: SecurityForm['numbers']): { numbers: Record<NumberName, number>; errors: ReadSecurityForm['errors'] } {
	const errors: ReadSecurityForm['errors'] = {};
	const numbers = {} as Record<NumberName, number>;
	for (const [name, [least, most]] of Object.entries(LIMITS) as [NumberName, readonly [number, number]][]) {
		const text = typed[name].trim();
		numbers[name] = Number(text);
		const fits = /^\d{1,5}$/.test(text) && numbers[name] >= least && numbers[name] <= most;
		if (!fits) errors[name] = `A whole number from ${least} to ${most}.`;
	}
	const idle = numbers.idle_minutes;
	if (!errors.idle_minutes && idle > 0 && idle < SHORTEST_IDLE) errors.idle_minutes = 'At least 5, or 0 for no limit.';
	return { numbers, errors };
}

/** What a security policy demands of signing in, on top of these rules. */
export function demandWords(demand: SecuritySettings['policy_demands'][number]): string[] {
	return [
		demand.require_mfa && 'a second factor of everybody',
		demand.session_timeout_minutes && `sessions that end after ${plural(demand.session_timeout_minutes, 'minute')} without use`,
		demand.password_min_length && `passwords of ${demand.password_min_length} characters`,
		demand.password_require_special && 'a special character in passwords'
	].filter((words): words is string => Boolean(words));
}
