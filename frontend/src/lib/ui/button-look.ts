export type ButtonLook = 'solid' | 'plain' | 'ghost' | 'danger';

const LOOKS: Record<ButtonLook, string> = {
	solid: 'border-transparent bg-accent-solid text-on-accent hover:bg-accent-strong',
	plain: 'border-line bg-surface text-ink hover:bg-hover hover:border-line-strong',
	ghost: 'border-transparent text-soft hover:bg-hover hover:text-ink',
	danger: 'border-transparent bg-bad-wash text-bad hover:border-bad'
};

/** The classes of a button, and of a link that looks like one. */
export function buttonClass(look: ButtonLook, square = false): string {
	return `inline-flex h-8 items-center justify-center gap-1.5 rounded-lg border text-[13px] font-medium whitespace-nowrap transition-colors disabled:opacity-60 ${square ? 'w-8' : 'px-3'} ${LOOKS[look]}`;
}
