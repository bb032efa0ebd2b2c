import { readyScreen } from '../components/ready-screen.tsx';

/** The screens that a press leads to after the host has done something: their code is fetched meanwhile. */
export const practice = readyScreen(() => import('./practice.tsx'));
export const wizard = readyScreen(() => import('../wizard/wizard.tsx'));
