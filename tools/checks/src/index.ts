export { REPOSITORY_ROOT, workspacePackages, type WorkspacePackage } from './workspace-packages.ts';
