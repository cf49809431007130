import type { Me, SignedIn } from './api/auth';

const DUTIES = ['password_change_required', 'mfa_enrolment_required'] as const;

/** What a person has to do before the session may do anything else. */
export type Duty = (typeof DUTIES)[number];

/** Who is signed in, as the API says; the credential itself is a cookie that scripts cannot read. */
class Session {
	me = $state.raw<Me>();
	duty = $state.raw<Duty>();
	/** What signing in said besides: what will have to be done, and by when. */
	advice = $state.raw<SignedIn>();

	/** Begins anew: who it is gets read again, since everything about them may differ. */
	signedIn(answer: SignedIn): void {
		this.me = undefined;
		this.duty = undefined;
		this.advice = answer;
	}

	/** Remembers a refusal that says what has to be done first; other codes say nothing about it. */
	note(code: string): void {
		this.duty = DUTIES.find((duty) => duty === code) ?? this.duty;
	}
}

export const session = new Session();
