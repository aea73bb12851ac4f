# The service alone, for a ClickHouse server at CLICKHOUSE_URL (see docker-compose.yml). Not built in our tests.
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --include=dev --no-audit --no-fund
COPY . .
RUN npm run build

FROM node:20-bookworm-slim AS dependencies
# "true" adds the embedded engine (about 550 MB), for use without CLICKHOUSE_URL.
ARG EMBEDDED_ENGINE=false
WORKDIR /app
COPY package.json package-lock.json ./
RUN if [ "$EMBEDDED_ENGINE" = true ]; then set --; else set -- --omit=optional; fi \
  && npm ci --workspaces=false --omit=dev --no-audit --no-fund "$@"

FROM node:20-bookworm-slim
ENV NODE_ENV=production GONKA_DATA_DIR=/data
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json LICENSE ./
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 9464
ENTRYPOINT ["node", "dist/cli/main.js"]
CMD ["start"]
