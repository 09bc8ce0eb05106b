# The images of docker-compose.yml: one per service, and the provider simulator for a machine without a provider.
#   docker build --build-arg APP=charge-api .
#   docker build --target provider .
ARG NODE_IMAGE=node:24.21.0-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /once
COPY . .
# Headers of the image's own Node, should an addon have to be built.
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund
ARG APP
RUN npx tsc -b "apps/${APP}"

# What runs and nothing else: the service's own dependencies, and what was built of the libs that it stands on.
FROM build AS tree
ARG APP
RUN --mount=type=cache,target=/root/.npm rm -rf node_modules \
  && npm ci --omit=dev --workspace "apps/${APP}" --no-audit --no-fund \
  && mv apps/${APP} /tmp/app && rm -rf apps && mkdir apps && mv /tmp/app "apps/${APP}" \
  && rm -rf tools demo bench proof contracts docs .git \
  && find apps libs -type d \( -name src -o -name test -o -name out-tsc \) -not -path '*/node_modules/*' -prune -exec rm -rf {} +

FROM ${NODE_IMAGE} AS provider
ENV NODE_ENV=production
WORKDIR /once
COPY package.json package-lock.json ./
COPY tools/provider-simulator tools/provider-simulator
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --workspace tools/provider-simulator --no-audit --no-fund \
  && mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 4000
ENTRYPOINT ["node"]
CMD ["--conditions=once-source", "--no-warnings", "tools/provider-simulator/src/cli.ts", "--data-dir", "/data", "--port", "4000", "--host", "0.0.0.0"]

# Last, so that it is what a build without a target makes.
FROM ${NODE_IMAGE} AS service
ENV NODE_ENV=production
ARG APP
COPY --from=tree /once /once
WORKDIR /once/apps/${APP}
USER node
ENTRYPOINT ["node"]
# Telemetry first: loaded later it would miss modules that were imported already.
CMD ["--import", "@once/observability/tracing", "dist/main.js"]
